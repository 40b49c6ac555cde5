// The page of one patient at a time, as patients.pdf has it. Its drawings are SVG texts of this package, read by a parser
// that runs nothing, and taken over only as far as they hold the elements that a drawing needs.
const Patients = (() => {
  const { make, by, fragment } = Elements;
  const ALLOWED = new Set(["svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", "clipPath", "use", "style", "image", "marker", "pattern", "linearGradient", "stop"]);
  const BROAD = 320; // points from which a drawing scrolls on a narrow screen, as in blocks/figure.html.j2
  let pages = null, select, room, at = -1;

  const available = () => Payload.holds("patients");
  const load = async () => {
    if (pages) return;
    await Samples.known();
    pages = await Payload.json("patients");
  };
  const clean = (element) => {
    for (const child of [...element.children]) if (ALLOWED.has(child.localName)) clean(child); else child.remove();
    for (const { name, value } of [...element.attributes]) {
      const link = name === "href" || name === "xlink:href";
      if (name.startsWith("on") || link && !/^(#|data:image\/png;)/.test(value)) element.removeAttribute(name);
    }
    return element;
  };
  // a text, or its pieces: a gene that is named leads to its card
  const said = (text) => typeof text === "string" ? text : text.map(([words, gene, symbol]) => {
    const name = symbol ? make("i", { "class": "symbol" }, words) : words;
    const address = gene && Genes.find(gene) >= 0 ? fragment("gene", gene) : null;
    return address ? make("a", { href: address }, name) : name;
  });
  const figure = (block) => {
    const parsed = new DOMParser().parseFromString(block.svg, "image/svg+xml").documentElement;
    if (parsed.localName !== "svg") return null;
    const drawing = make("div", { "class": block.width > BROAD ? "drawing broad" : "drawing", tabindex: 0, role: "group", "aria-label": block.title || "Figure" }, clean(document.importNode(parsed, true)));
    drawing.style.setProperty("--drawing-width", block.width);
    return make("figure", { "class": "block figure" }, block.title ? make("h4", { "class": "block-title" }, block.title) : null, drawing, block.caption ? make("figcaption", {}, said(block.caption)) : null);
  };
  const KINDS = {
    prose: (block) => make("div", { "class": "block prose" }, ...block.paragraphs.map((text) => make("p", {}, said(text)))),
    bullets: (block) => make("div", { "class": "block bullets" }, block.title ? make("h4", { "class": "block-title" }, block.title) : null, make("ul", {}, ...block.items.map((text) => make("li", {}, said(text))))),
    facts: (block) => make("div", { "class": `block facts facts-${block.facts.length}` }, ...block.facts.map((fact) => make("div", { "class": "fact" }, make("p", { "class": "number" }, fact.number), make("p", { "class": "label" }, said(fact.label))))),
    callout: (block) => make("div", { "class": `block callout ${block.tone}`, role: "note" }, make("p", {}, make("strong", {}, `${block.title} `), said(block.text))),
    table: (block) => make("div", { "class": "block tabular" }, make("div", { "class": "scroll", role: "region", tabindex: 0, "aria-label": block.title || "Table" }, make("table", {}, make("caption", {}, block.title), make("thead", {}, make("tr", {}, ...block.heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...block.rows.map((row) => make("tr", {}, ...row.map((cell, k) => k ? make("td", {}, said(cell)) : make("th", { scope: "row" }, said(cell))))))))),
    figure,
  };

  const show = async (page, read) => {
    await load();
    if (!pages[page]) return;
    at = page;
    const { title, blocks, sample } = pages[page];
    room.replaceChildren(make("h3", { id: "patient-page-title", tabindex: -1 }, title), ...blocks.map((block) => KINDS[block.kind]?.(block)).filter(Boolean));
    room.hidden = false;
    room.dataset.sample = sample;
    select.value = String(page);
    by("patient-previous").disabled = page === 0;
    by("patient-next").disabled = page === pages.length - 1;
    const wanted = Samples.address(sample);
    if (wanted && location.hash !== wanted) history.replaceState(null, "", wanted);
    if (read) {
      by("patient-page-title").focus({ preventScroll: true });
      room.scrollIntoView({ block: "start", behavior: "instant" });
    }
  };
  // the page of the sample of this name; whether there is one
  const open = async (name) => {
    if (!available()) return false;
    await Samples.known();
    const page = Samples.pages().indexOf(Samples.find(name));
    if (page < 0) return false;
    await show(page, true);
    return true;
  };

  const fillList = async () => {
    await Samples.known();
    const groups = new Map();
    Samples.pages().forEach((sample, page) => {
      const set = Samples.set(sample);
      if (!groups.has(set)) groups.set(set, []);
      groups.get(set).push(make("option", { value: page }, `${Samples.shown(sample)} \u00b7 ${Samples.label(sample)}`));
    });
    select.append(...[...groups].map(([set, options]) => make("optgroup", { label: `${set} set` }, ...options)));
  };
  const start = async () => {
    select = by("patient-choice");
    room = by("patient-page");
    if (!select || !available()) return;
    select.addEventListener("change", () => { if (select.value !== "") show(Number(select.value), false); });
    by("patient-previous").addEventListener("click", () => show(at - 1, false));
    by("patient-next").addEventListener("click", () => show(at + 1, false));
    await fillList();
  };
  return { start, open };
})();
