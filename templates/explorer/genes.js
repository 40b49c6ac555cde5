// The genes, which of them are shown and in what order, and which one is chosen. Everything else listens to this.
const Genes = (() => {
  const listeners = [];
  const anything = () => ({ query: "", q: 1, effect: 0, direction: 0, list: -1, picked: null });
  const state = { ...anything(), sort: "p_value", down: false, chosen: -1 };
  const orders = new Map();
  let texts, numbers, further, lists, haystack, byGene, bySymbol, reading, shown = new Uint32Array(0);

  const columns = () => Payload.given.columns;
  const size = () => texts.gene.length;
  // where a column stands: those of the table in one part, all others, which come later, in another
  const places = new Map();
  const placed = (part, own) => own.forEach((column, k) => places.set(column.name, { part, k }));
  const column = (name) => { const { part, k } = places.get(name); return part().column(k); };
  const value = (name, i) => places.has(name) ? places.get(name).part().at(places.get(name).k * size() + i) : NaN;
  // a text as read, and as it is shown: with marks that nobody would see as their codes
  const asRead = (kind, i) => texts[kind][i];
  const text = (kind, i) => texts.shown[kind]?.[i] ?? texts[kind][i];
  const label = (i) => texts.label[i];
  const unit = (i) => texts.effect_unit.length === 1 ? texts.effect_unit[0] : texts.effect_unit[i];
  const find = (name) => {
    byGene ??= new Map(texts.gene.map((gene, i) => [gene, i]));
    // from the last to the first: a symbol leads to the first gene that carries it
    bySymbol ??= new Map(texts.symbol.map((symbol, i) => [symbol, i]).filter(([symbol]) => symbol).reverse());
    return byGene.get(name) ?? bySymbol.get(name) ?? -1;
  };
  const title = (i) => label(i).includes(text("gene", i)) ? label(i) : `${label(i)} (${text("gene", i)})`;

  // Positions of all genes in the order of a column: what is missing last, equal values by p-value and name.
  const order = (name) => {
    if (orders.has(name)) return orders.get(name);
    const all = Uint32Array.from({ length: size() }, (_, i) => i);
    const keys = name === "gene" || name === "description"
      ? Array.from(all, (i) => (name === "gene" ? label(i) : text(name, i)).toLowerCase())
      : column(name);
    const absent = (key) => key === "" || Number.isNaN(key);
    const present = all.filter((i) => !absent(keys[i])), rest = all.filter((i) => absent(keys[i]));
    present.sort((a, b) => keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b);
    orders.set(name, { present, rest });
    return orders.get(name);
  };

  const searched = () => haystack ??= texts.gene.map((gene, i) => `${label(i)} ${gene} ${texts.symbol[i]} ${text("gene", i)} ${texts.description[i]}`.toLowerCase());
  const filters = () => {
    const tests = [];
    const terms = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    if (terms.length) { const within = searched(); tests.push((i) => terms.every((term) => within[i].includes(term))); }
    if (state.q < 1) { const q = column("q_value"); tests.push((i) => q[i] <= state.q); }
    if (state.effect > 0) { const effect = column("effect"); tests.push((i) => Math.abs(effect[i]) >= state.effect); }
    if (state.direction) { const effect = column("effect"); tests.push((i) => effect[i] * state.direction > 0); }
    if (state.list >= 0) { const of = new Set(lists[state.list].rows); tests.push((i) => of.has(i)); }
    if (state.picked) tests.push((i) => state.picked.has(i));
    return tests;
  };

  const apply = () => {
    const tests = filters(), { present, rest } = order(state.sort);
    const passes = (i) => { for (const test of tests) if (!test(i)) return false; return true; };
    const first = state.down ? present.slice().reverse() : present;
    const found = tests.length ? [first.filter(passes), rest.filter(passes)] : [first, rest];
    shown = new Uint32Array(found[0].length + found[1].length);
    shown.set(found[0]);
    shown.set(found[1], found[0].length);
  };
  const tell = (what) => listeners.forEach((listener) => listener(what));
  const change = (changes) => { Object.assign(state, changes); apply(); tell("rows"); };
  const choose = (i, how = "") => { state.chosen = i; tell(how === "read" ? "read" : "chosen"); };

  const load = async () => {
    texts = await Payload.json("texts");
    [numbers, lists] = await Promise.all([Payload.decimals("numbers", size()), Payload.json("lists")]);
    placed(() => numbers, columns().filter((column) => column.heading));
    placed(() => further, columns().filter((column) => !column.heading && !column.same));
    for (const column of columns()) if (column.same) places.set(column.name, places.get(column.same));
    apply();
  };
  // every column of numbers, and not only those of the table
  const whole = () => reading ??= Payload.decimals("further", size()).then((found) => { further = found; searched(); });

  return {
    state, load, whole, change, choose, find, columns, column, value, asRead, text, label, title, unit, size, anything,
    described: () => texts.description.some(Boolean),
    lists: () => lists,
    shown: () => shown,
    listen: (listener) => listeners.push(listener),
    members: (name) => texts.gene.flatMap((_, i) => asRead("block", i) === name ? [i] : []),
  };
})();
