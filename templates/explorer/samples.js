// Single samples: who they are, their values of a gene, and drawings of these values in SVG.
const Samples = (() => {
  const { make, drawn, fragment } = Elements;
  const WIDE = 430, TALL = 274, EDGE = { left: 50, right: 10, top: 12, bottom: 54 }, LEVELS = 8;
  let samples = null, naming = null, reading = null, scales, codes, explained, shap, rowOf, starts;

  const available = () => Payload.holds("samples");
  // who they are, without their values
  const known = () => naming ??= Payload.json("samples").then((found) => { samples = found; });
  const read = async () => {
    await known();
    [scales, codes, explained, shap] = await Promise.all([Payload.json("scales"), Payload.codes("values"), Payload.json("explained"), Payload.codes("shap")]);
    rowOf = new Map(scales.rows.map((gene, row) => [gene, row]));
    let start = 0;
    starts = explained.map((model) => { const own = start; start += model.rows.length * samples.name.length; return own; });
    return true;
  };
  // whether there are values, once they are read
  const load = () => reading ??= available() ? read() : Promise.resolve(false);
  const n = () => samples.name.length;
  const expression = (i) => {
    const row = rowOf.get(i);
    return row === undefined ? null : Float64Array.from({ length: n() }, (_, s) => Payload.decoded(codes[row * n() + s], scales.low[row], scales.step[row]));
  };
  // SHAP values of a gene by every model that has any: title, unit, values
  const explanations = (i) => explained.flatMap((model, k) => {
    const row = model.rows.indexOf(i);
    if (row < 0) return [];
    const values = Float64Array.from({ length: n() }, (_, s) => Payload.decoded(shap[starts[k] + row * n() + s], 0, model.step[row]));
    return [{ title: model.title, unit: model.unit, values }];
  });
  const partial = () => explained.filter((model) => !model.whole);
  const label = (s) => samples.positive[s] ? Payload.given.study.positive : Payload.given.study.negative;
  const set = (s) => samples.independent[s] ? "independent" : "training";
  const address = (s) => fragment("patient", samples.name[s]);
  const find = (name) => samples.name.indexOf(name);

  const mark = (s, x, y) => {
    const side = samples.positive[s] ? "positive" : "negative", r = 4;
    const shape = samples.positive[s]
      ? drawn("path", { d: `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z` })
      : drawn("circle", { cx: x, cy: y, r });
    shape.setAttribute("class", `mark ${side}${samples.independent[s] ? " hollow" : ""}`);
    shape.append(drawn("title", {}, `${samples.shown[s]}, ${label(s)}, ${set(s)}`));
    return shape;
  };
  const text = (x, y, said, anchor = "middle", own = "") => drawn("text", { x, y, "text-anchor": anchor, "class": own }, said);
  const sheet = (name, description, ...parts) => drawn("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", "class": "samples-drawing", "aria-label": `${name}. ${description}` }, ...parts);
  const upright = (said) => drawn("text", { transform: `translate(12 ${(EDGE.top + TALL - EDGE.bottom) / 2}) rotate(-90)`, "text-anchor": "middle", "class": "axis" }, clip(said, 40));
  const clip = (said, most) => said.length > most ? `${said.slice(0, most - 1)}\u2026` : said;
  const rungs = (y, values) => Axes.ticks(...values, 5).map((tick, k, all) => drawn("g", {}, drawn("line", { x1: EDGE.left, x2: WIDE - EDGE.right, y1: y(tick), y2: y(tick), "class": "rung" }), text(EDGE.left - 6, y(tick) + 4, Axes.labels(all)[k], "end")));
  const median = (values) => {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b), half = sorted.length >> 1;
    return sorted.length ? sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2 : NaN;
  };

  // the columns by which samples can be told apart; class comes first
  const groupings = () => {
    const byClass = { title: "class and set", numeric: false, values: samples.name.map((_, s) => `${label(s)}, ${set(s)}`) };
    const order = [0, 1].flatMap((later) => [0, 1].flatMap((side) => samples.name.flatMap((_, s) => samples.positive[s] === side && samples.independent[s] === later ? [s] : [])));
    return [{ ...byClass, order: [...new Set(order.map((s) => byClass.values[s]))] }, ...samples.sheet];
  };
  const levels = (column) => column.order ?? [...new Set(column.values.filter((value) => value !== null))].sort((a, b) => String(a).localeCompare(String(b), "en", { numeric: true }));

  const strip = (values, column, axis) => {
    let groups = levels(column);
    const others = groups.length > LEVELS ? groups.slice(LEVELS - 1) : [];
    if (others.length) groups = [...groups.slice(0, LEVELS - 1), null];
    const inGroup = (s, group) => group === null ? column.values[s] !== null && others.includes(column.values[s]) : column.values[s] === group;
    const range = Axes.extent(values, 0.08), y = Axes.linear(range, [TALL - EDGE.bottom, EDGE.top]);
    const lane = (WIDE - EDGE.left - EDGE.right) / Math.max(1, groups.length);
    const said = [];
    const lanes = groups.map((group, k) => {
      const own = samples.name.flatMap((_, s) => inGroup(s, group) && Number.isFinite(values[s]) ? [s] : []);
      const middle = EDGE.left + lane * (k + 0.5), centre = median(own.map((s) => values[s])), half = Math.min(lane * 0.36, 44);
      const title = group === null ? `${others.length} others` : String(group);
      said.push(`${title}: ${own.length ? `${own.length}, median ${Words.number(centre)}` : "no value"}`);
      const placed = swarm(own, values, y, half).map(([s, off]) => mark(s, middle + off, y(values[s])));
      const bar = own.length ? drawn("line", { x1: middle - half, x2: middle + half, y1: y(centre), y2: y(centre), "class": "median" }) : null;
      const [first, second] = [title.split(", ")[0], title.split(", ").slice(1).join(", ")];
      const fits = Math.max(4, Math.floor(lane / 6.6));
      return drawn("g", {}, ...placed, bar, text(middle, TALL - EDGE.bottom + 17, clip(first, fits), "middle", "strong"), text(middle, TALL - EDGE.bottom + 32, clip(second || `n = ${own.length}`, fits)), second ? text(middle, TALL - EDGE.bottom + 46, `n = ${own.length}`) : null);
    });
    return sheet(`Values by ${column.title}`, said.join("; "), ...rungs(y, range), upright(axis), ...lanes);
  };
  // side by side where they would cover each other
  const swarm = (own, values, y, half) => {
    const placed = [], STEP = 4.5;
    for (const s of [...own].sort((a, b) => values[a] - values[b])) {
      const py = y(values[s]);
      let off = 0;
      for (let k = 0; k < 40; k++) {
        off = (k % 2 ? 1 : -1) * Math.ceil(k / 2) * STEP;
        if (Math.abs(off) > half) { off = 0; break; }
        if (!placed.some(([, other, at]) => Math.hypot(off - other, py - at) < 8.6)) break;
      }
      placed.push([s, off, py]);
    }
    return placed;
  };
  const scatter = (across, values, nameX, nameY, zero) => {
    const rangeX = Axes.extent(across, 0.06), rangeY = Axes.extent(zero ? [...values, 0] : values, 0.08);
    const x = Axes.linear(rangeX, [EDGE.left, WIDE - EDGE.right]), y = Axes.linear(rangeY, [TALL - EDGE.bottom, EDGE.top]);
    const ticks = Axes.ticks(...rangeX, 6), labels = Axes.labels(ticks);
    const own = samples.name.flatMap((_, s) => Number.isFinite(across[s]) && Number.isFinite(values[s]) ? [s] : []);
    const base = zero ? drawn("line", { x1: EDGE.left, x2: WIDE - EDGE.right, y1: y(0), y2: y(0), "class": "zero" }) : null;
    return sheet(`${nameY} against ${nameX}`, `${own.length} samples`, ...rungs(y, rangeY), base, upright(nameY),
      ...ticks.map((tick, k) => text(x(tick), TALL - EDGE.bottom + 16, labels[k])), text((EDGE.left + WIDE - EDGE.right) / 2, TALL - EDGE.bottom + 36, clip(nameX, 60), "middle", "axis"),
      ...own.map((s) => mark(s, x(across[s]), y(values[s]))));
  };
  const byColumn = (values, column, axis) => column.numeric
    ? scatter(column.values.map((value) => value ?? NaN), values, column.title, axis, false) : strip(values, column, axis);

  const legend = () => {
    const { study } = Payload.given;
    const key = (positive, later, said) => {
      const s = { positive, later };
      const shape = s.positive ? drawn("path", { d: "M7 2l5 5l-5 5l-5 -5z" }) : drawn("circle", { cx: 7, cy: 7, r: 4 });
      shape.setAttribute("class", `mark ${positive ? "positive" : "negative"}${later ? " hollow" : ""}`);
      return make("span", { "class": "key" }, drawn("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, shape), said);
    };
    const later = samples.independent.includes(1);
    return make("p", { "class": "legend" }, key(0, 0, study.negative), key(1, 0, study.positive), later ? key(0, 1, "hollow: independent set") : null);
  };
  return { available, known, load, expression, explanations, partial, label, set, address, find, groupings, byColumn, scatter, legend, n, shown: (s) => samples.shown[s], pages: () => samples.pages };
})();
