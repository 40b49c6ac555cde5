// Makes elements. Texts of the data only ever become text nodes and attribute values: no markup is read from them.
const Elements = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const LINK = /^(#|https:\/\/|blob:)/;
  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on") || name === "href" && !LINK.test(value)) throw new Error(`no ${name} from data`);
      element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat().filter((child) => child !== null && child !== ""));
    return element;
  };
  const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  const drawn = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  const by = (id) => document.getElementById(id);
  const fragment = (kind, name) => {
    try { return `#${kind}-${encodeURIComponent(name)}`; } catch { return null; } // half of a pair of code units
  };
  return { make, drawn, by, fragment };
})();
