// The controls above the table: search, filters, order; and how many genes are shown.
const Search = (() => {
  const { make, by } = Elements;
  const PAUSE = 60; // milliseconds without a key before the genes are searched
  let said;

  const option = (value, title) => make("option", { value }, title);
  const every = () => {
    const { study, columns } = Payload.given;
    const levels = [...new Set([study.fdr, 0.1, 0.05, 0.01, 0.001])].sort((a, b) => b - a);
    by("explorer-q").append(option(1, "any"), ...levels.map((q) => option(q, `at most ${Words.pValue(q)}`)));
    by("explorer-direction").append(option(0, "either"), option(1, `higher in ${study.positive}`), option(-1, `higher in ${study.negative}`));
    const lists = Genes.lists(), titled = (list) => option(lists.indexOf(list), `${list.title}: ${Words.count(list.rows.length)}`);
    const groups = [...new Set(lists.flatMap((list) => list.group ?? []))];
    by("explorer-list").append(
      option(-1, "all genes"), ...lists.filter((list) => !list.group).map(titled),
      ...groups.map((group) => make("optgroup", { label: group }, ...lists.filter((list) => list.group === group).map(titled))),
    );
    by("explorer-list").closest("label").hidden = !Genes.lists().length;
    const inTable = [option("gene", "Gene"), ...Genes.described() ? [option("description", "Description")] : [], ...columns.filter((column) => column.heading).map((column) => option(column.name, column.heading))];
    by("explorer-sort").append(make("optgroup", { label: "In the table" }, ...inTable));
  };
  // the columns that are there only when all of the page is
  const further = () => {
    const others = Payload.given.columns.filter((column) => !column.heading);
    by("explorer-sort").append(make("optgroup", { label: "Any other column" }, ...others.map((column) => option(column.name, `${column.name}: ${column.meaning}`))));
  };

  const count = () => {
    const n = Genes.shown().length, all = Genes.size();
    const text = n === all ? `All ${Words.plural(all, "gene")} shown` : n ? `${Words.count(n)} of ${Words.plural(all, "gene")} shown` : "No gene matches";
    if (text !== said) by("explorer-count").textContent = said = text;
    by("explorer-reset").disabled = n === all && !Genes.state.query;
    by("explorer-unpick").hidden = !Genes.state.picked;
    by("explorer-download").disabled = n === 0;
  };
  const mirror = () => {
    by("explorer-sort").value = Genes.state.sort;
    by("explorer-order").value = Genes.state.down ? "1" : "";
    count();
  };

  const start = () => {
    every();
    let waiting = 0;
    const typed = () => { clearTimeout(waiting); Genes.change({ query: by("explorer-search").value }); };
    by("explorer-search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(typed, PAUSE); });
    by("explorer-search").addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      typed();
      if (!Genes.shown().length) return;
      if (event.key === "Enter") Genes.choose(Genes.shown()[0], "read"); else Table.enter(0);
    });
    by("explorer-controls").addEventListener("submit", (event) => event.preventDefault());
    const number = (id, key) => by(id).addEventListener("change", (event) => Genes.change({ [key]: Number(event.target.value) }));
    for (const [id, key] of [["explorer-q", "q"], ["explorer-effect", "effect"], ["explorer-direction", "direction"], ["explorer-list", "list"]]) number(id, key);
    by("explorer-sort").addEventListener("change", (event) => Genes.change({ sort: event.target.value }));
    by("explorer-order").addEventListener("change", (event) => Genes.change({ down: event.target.value === "1" }));
    by("explorer-unpick").addEventListener("click", () => { Genes.change({ picked: null }); by("explorer-search").focus(); });
    by("explorer-reset").addEventListener("click", () => {
      by("explorer-controls").reset();
      Genes.change({ ...Genes.anything(), sort: "p_value", down: false });
      by("explorer-search").focus();
    });
    by("explorer-download").addEventListener("click", () => Download.shown());
    Genes.listen((what) => { if (what === "rows") mirror(); });
    mirror();
  };
  return { start, further };
})();
