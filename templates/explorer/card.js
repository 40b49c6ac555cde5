// The card of one gene: what was found, its values in every sample, what models make of it, its block, every statistic.
const Card = (() => {
  const { make, by, fragment } = Elements;
  const PLACES = [
    ["NCBI Gene", (symbol) => `https://www.ncbi.nlm.nih.gov/gene/?term=${encodeURIComponent(`${symbol}[sym]`)}`],
    ["Ensembl", (symbol) => `https://www.ensembl.org/Multi/Search/Results?q=${encodeURIComponent(symbol)}`],
    ["GeneCards", (symbol) => `https://www.genecards.org/Search/Keyword?queryString=${encodeURIComponent(symbol)}`],
  ];
  const kept = { grouping: 0, model: "" }; // what was chosen on one card stays for the next
  const opened = new Set(); // groups of statistics that the reader opened, on whichever card
  let card, painting = 0;

  const outwards = (i) => {
    const symbol = Genes.asRead("symbol", i);
    let links;
    try { links = symbol ? PLACES.map(([title, address]) => [title, address(symbol)]) : []; } catch { links = []; }
    if (!links.length) return null;
    return make("p", { "class": "outwards" }, `Look up ${Genes.text("symbol", i)} on the web: `, ...links.flatMap(([title, address], k) => [k ? ", " : "", make("a", { href: address, rel: "noopener noreferrer", referrerpolicy: "no-referrer", target: "_blank" }, title)]), " (each opens a new tab)");
  };
  const fact = (number, label) => make("div", { "class": "fact" }, make("p", { "class": "number" }, number), make("p", { "class": "label" }, label));
  const facts = (i) => {
    const value = (name) => Genes.value(name, i), { study } = Payload.given;
    const effect = value("effect"), log2 = Genes.unit(i) === "log2 fold change";
    const where = effect > 0 ? study.positive : study.negative;
    const interval = Words.signedInterval(value("ci_low"), value("ci_high"));
    return make("div", { "class": "facts facts-4 card-facts" },
      fact(log2 ? Words.fold(effect) : Words.signed(effect), `higher in ${where}`),
      fact(Words.signed(effect), `${log2 ? "log\u2082 fold change" : "difference"}, 95% interval ${interval}`),
      fact(Words.pValue(value("q_value")), `q-value; p ${Words.pValue(value("p_value"))}`),
      fact(Words.number(value("auc")), `AUC of the gene alone; rank ${Words.count(value("consensus_rank"))} by test and models together`));
  };

  const choice = (title, options, chosen, changed) => {
    const select = make("select", {}, ...options.map((option, k) => make("option", { value: k, selected: k === chosen }, option)));
    select.addEventListener("change", () => changed(Number(select.value)));
    return make("label", { "class": "control" }, make("span", {}, title), select);
  };
  const drawing = (title, control, paint, caption) => {
    const room = make("div", { "class": "samples-room" });
    const figure = make("figure", { "class": "samples" }, make("h4", {}, title), control((k) => room.replaceChildren(paint(k))), room, make("figcaption", {}, caption));
    return figure;
  };
  const individual = (i) => {
    const values = Samples.expression(i), { study } = Payload.given;
    if (!values) return [make("p", { "class": "note" }, `This page holds the values of single ${study.many} for the genes of the smallest p-values only, and not for this one.`)];
    const axis = `expression (${study.scale})`, groupings = Samples.groupings();
    kept.grouping = Math.min(kept.grouping, groupings.length - 1);
    const first = drawing(`Every ${study.one}\u2019s expression`, (show) => {
      const control = choice("Grouped by", groupings.map((column) => column.title), kept.grouping, (k) => { kept.grouping = k; show(k); });
      queueMicrotask(() => show(kept.grouping));
      return control;
    }, (k) => Samples.byColumn(values, groupings[k], axis), `Lines: medians. Values after preparation; they describe these ${study.many}.`);
    const models = Samples.explanations(i);
    const second = models.length ? shapDrawing(values, models, axis) : make("p", { "class": "note" }, unexplained());
    return [make("div", { "class": "samples-pair" }, first, second), Samples.legend(), table(values, models)];
  };
  const unexplained = () => Samples.partial().length
    ? "No SHAP values here: no model explained uses this gene, or it is not among the leading genes whose values the page holds. All of them stand in explanations.csv."
    : "No SHAP values: no model that is explained uses this gene.";
  const shapDrawing = (values, models, axis) => {
    const at = Math.max(0, models.findIndex((model) => model.title === kept.model));
    return drawing("What it did to the calls", (show) => {
      queueMicrotask(() => show(at));
      return choice("Model", models.map((model) => model.title), at, (k) => { kept.model = models[k].title; show(k); });
    }, (k) => Samples.scatter(values, models[k].values, axis, `SHAP value (${models[k].unit})`, true), `Above zero: moved the model towards ${Payload.given.study.positive}. It describes the model and claims no cause.`);
  };
  const table = (values, models) => {
    const { study } = Payload.given;
    const details = make("details", { "class": "values" }, make("summary", {}, `Every ${study.one}\u2019s values as a table`));
    details.addEventListener("toggle", () => {
      if (details.children.length > 1) return;
      const heads = [study.one, "set", "class", "expression", ...models.map((model) => `SHAP, ${model.title} (${model.unit})`)];
      const rows = Array.from({ length: Samples.n() }, (_, s) => make("tr", {}, make("th", { scope: "row" }, who(s)), make("td", {}, Samples.set(s)), make("td", {}, Samples.label(s)), make("td", { "class": "right" }, Words.cell(Words.number(values[s]))), ...models.map((model) => make("td", { "class": "right" }, Words.cell(Words.significant(model.values[s]))))));
      const caption = make("caption", { "class": "unseen" }, `Values of ${Genes.title(Genes.state.chosen)}`);
      details.append(make("div", { "class": "scroll", role: "region", tabindex: 0, "aria-label": "Values as a table" }, make("table", {}, caption, make("thead", {}, make("tr", {}, ...heads.map((head, k) => make("th", { scope: "col", "class": k > 2 ? "right" : "" }, head)))), make("tbody", {}, ...rows))));
    });
    return details;
  };
  const who = (s) => {
    const address = Samples.address(s);
    return address && Payload.holds("samples") ? make("a", { href: address }, Samples.shown(s)) : Samples.shown(s);
  };

  const block = (i) => {
    const name = Genes.asRead("block", i), members = name ? Genes.members(name).filter((other) => other !== i) : [];
    if (!members.length) return null;
    const link = (other) => { const address = fragment("gene", Genes.asRead("gene", other)); return address ? make("a", { href: address }, Genes.title(other)) : Genes.title(other); };
    return make("div", { "class": "block-of" }, make("h4", {}, "Moves together with"), make("ul", {}, ...members.map((other) => make("li", {}, link(other)))), make("p", { "class": "note" }, "Genes correlated within the classes: a model may use any of them in place of another."));
  };

  const statistics = (i) => {
    const groups = new Map();
    for (const column of Genes.columns()) {
      if (!groups.has(column.group)) groups.set(column.group, []);
      groups.get(column.group).push(column);
    }
    const part = ([title, columns], k) => {
      const given = columns.filter((column) => !Number.isNaN(Genes.value(column.name, i)));
      const rows = given.map((column) => make("tr", {}, make("th", { scope: "row" }, column.meaning, make("code", {}, column.name)), make("td", { "class": "right" }, Words.written(Genes.value(column.name, i), column.written))));
      const said = rows.length ? make("table", {}, make("caption", { "class": "unseen" }, title), make("tbody", {}, ...rows)) : make("p", { "class": "note" }, "Not available.");
      const details = make("details", { "class": "statistics", open: opened.has(title) || !k && !opened.size }, make("summary", {}, title), said);
      details.addEventListener("toggle", () => { if (details.open) opened.add(title); else opened.delete(title); });
      return details;
    };
    return make("div", { "class": "every" }, make("h4", {}, "Every statistic"), make("p", { "class": "note" }, "Numbers to seven figures; genes.csv and evidence.csv hold them whole, and the intervals of every model\u2019s ranks."), make("div", { "class": "statistics-columns" }, ...[...groups].map(part)));
  };

  const paint = async (i, read) => {
    const turn = ++painting;
    const held = card.contains(document.activeElement);
    await Genes.whole();
    if (turn !== painting) return;
    const title = Genes.title(i);
    const back = make("button", { type: "button", id: "gene-card-back" }, "Back to the table");
    back.addEventListener("click", Table.back);
    const description = Genes.text("description", i);
    const inner = [
      make("div", { "class": "card-head" }, make("div", {}, make("h3", { id: "gene-card-title", tabindex: -1 }, heading(i, title)), description ? make("p", { "class": "card-description" }, description) : null, outwards(i)), back),
      facts(i),
    ];
    const room = make("div", { "class": "individual" });
    card.replaceChildren(...inner, room, ...[block(i), statistics(i)].filter(Boolean));
    card.hidden = false;
    by("explorer-choose").hidden = true;
    if (read || held) focus();
    if (await Samples.load() && turn === painting) room.replaceChildren(...individual(i));
    if (turn === painting) card.dataset.gene = Genes.asRead("gene", i);
  };
  const heading = (i, title) => {
    const symbol = Genes.text("symbol", i);
    if (!symbol || !title.startsWith(symbol)) return title;
    return make("span", {}, make("em", {}, symbol), title.slice(symbol.length));
  };
  const focus = () => {
    by("gene-card-title").focus({ preventScroll: true });
    card.scrollIntoView({ block: "start", behavior: "instant" }); // it may be called from far down the page
  };
  const address = (i) => {
    const wanted = fragment("gene", Genes.asRead("gene", i));
    if (wanted && location.hash !== wanted) history.replaceState(null, "", wanted);
  };

  const start = () => {
    card = by("gene-card");
    card.addEventListener("keydown", (event) => { if (event.key === "Escape") Table.back(); });
    Genes.listen((what) => {
      if (what === "rows" || Genes.state.chosen < 0) return;
      address(Genes.state.chosen);
      paint(Genes.state.chosen, what === "read");
    });
  };
  return { start };
})();
