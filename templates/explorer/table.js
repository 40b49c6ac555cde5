// The table of genes: only the rows in view are there, one row takes the focus, and it keeps it when rows are painted anew.
const Table = (() => {
  const { make, by } = Elements;
  const SPARE = 8; // rows painted above and below the window
  const FIRST = 24; // rows painted before their window can be measured: what it has room for, and the spare ones
  const LONG = 16; // letters of a name that is set smaller where there is little room
  const PRINTED = 60; // rows on paper, from the first
  const fixed = () => [{ name: "gene", heading: "Gene", kind: "name" }, ...Genes.described() ? [{ name: "description", heading: "Description", kind: "text" }] : []];
  let scroller, table, head, body, above, below, painted = new Map();
  let active = 0, height = 34, lost = false, heads = [], paper = false, measured = false;

  const listed = () => {
    const { columns } = Payload.given, { sort } = Genes.state;
    const more = columns.find((column) => column.name === sort && !column.heading);
    return [...fixed(), ...columns.filter((column) => column.heading), ...more ? [{ ...more, heading: more.name, extra: true }] : []];
  };

  const own = (column) => `of-${column.extra ? "extra" : column.name}${column.name === Genes.state.sort ? " sorted" : ""}`;
  const sortBy = (name) => {
    const { sort, down } = Genes.state;
    const large = ["statistic", "auc", "effect"].includes(name); // large first is what one looks for
    Genes.change({ sort: name, down: sort === name ? !down : large });
  };
  const paintHead = () => {
    const wanted = listed();
    if (wanted.map((column) => column.name).join() !== heads.map((column) => column.name).join()) {
      const held = head.contains(document.activeElement) ? document.activeElement.dataset.name : "";
      heads = wanted;
      head.replaceChildren(...heads.map((column) => {
        const button = make("button", { type: "button", "data-name": column.name, title: column.meaning }, column.heading, make("span", { "class": "arrow", "aria-hidden": "true" }));
        button.addEventListener("click", () => sortBy(column.name));
        return make("th", { scope: "col", "class": `cell-${column.kind ?? "number"} ${own(column)}` }, button);
      }));
      table.setAttribute("aria-colcount", heads.length);
      painted.forEach((row) => row.remove());
      painted.clear();
      if (held) head.querySelectorAll("button").forEach((button) => { if (button.dataset.name === held) button.focus(); });
    }
    const { sort, down } = Genes.state;
    [...head.children].forEach((cell, k) => {
      const chosen = heads[k].name === sort;
      cell.classList.toggle("sorted", chosen);
      if (chosen) cell.setAttribute("aria-sort", down ? "descending" : "ascending"); else cell.removeAttribute("aria-sort");
      cell.querySelector(".arrow").textContent = chosen ? down ? "\u2193" : "\u2191" : "";
    });
  };

  const nameCell = (i) => {
    const name = Genes.label(i), own = Genes.text("gene", i), symbol = Genes.text("symbol", i);
    const italic = symbol && name.startsWith(symbol); // what a label has beyond it is its own name, which stands beside
    return make("th", { scope: "row", "class": "cell-name of-gene" },
      make("span", { "class": italic ? "symbol" : name.length > LONG ? "long" : "" }, italic ? symbol : name), !italic && name.includes(own) ? null : make("span", { "class": "probe" }, ` ${own}`));
  };
  const paintRow = (position) => {
    const i = Genes.shown()[position];
    const row = make("tr", { role: "row", "aria-rowindex": position + 2, "data-position": position, tabindex: position === active ? 0 : -1, "aria-selected": i === Genes.state.chosen ? "true" : "false" });
    for (const column of heads) {
      if (column.kind === "name") row.append(nameCell(i));
      else if (column.kind === "text") row.append(make("td", { "class": `cell-text ${own(column)}`, title: Genes.text(column.name, i) }, Genes.text(column.name, i)));
      else row.append(make("td", { "class": `cell-number ${own(column)}` }, Words.cell(Words.written(Genes.value(column.name, i), column.written))));
    }
    return row;
  };

  const range = () => {
    const n = Genes.shown().length;
    if (paper || !measured) return [0, Math.min(n, paper ? PRINTED : FIRST)];
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - SPARE);
    return [Math.min(first, n), Math.min(n, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + SPARE)];
  };
  const paint = () => {
    const [from, to] = range(), n = Genes.shown().length;
    const held = body.contains(document.activeElement) ? active : -1;
    if (held >= 0 && (held < from || held >= to)) { lost = true; scroller.focus({ preventScroll: true }); }
    for (const [position, row] of painted) if (position < from || position >= to) { row.remove(); painted.delete(position); }
    for (let position = from; position < to; position++) {
      if (painted.has(position)) continue;
      const row = paintRow(position), next = nextOf(position);
      if (next) next.before(row); else body.append(row);
      painted.set(position, row);
    }
    above.style.height = `${from * height}px`;
    below.style.height = paper ? "0" : `${(n - to) * height}px`;
    if (lost && document.activeElement === scroller && painted.has(active)) { lost = false; painted.get(active).focus({ preventScroll: true }); }
  };
  const nextOf = (position) => {
    for (const row of body.children) if (Number(row.dataset.position) > position) return row;
    return null;
  };
  const repaint = () => {
    const held = body.contains(document.activeElement);
    painted.forEach((row) => row.remove());
    painted.clear();
    table.setAttribute("aria-rowcount", Genes.shown().length + 1);
    by("explorer-none").hidden = Genes.shown().length > 0;
    paint();
    if (held) painted.get(active)?.focus({ preventScroll: true });
  };
  const measure = () => {
    const row = painted.values().next().value;
    const now = row?.getBoundingClientRect().height;
    if (now && Math.abs(now - height) > 0.01) { height = now; paint(); }
  };

  const intoView = (position) => {
    const top = position * height, room = scroller.clientHeight - head.getBoundingClientRect().height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
  };
  // The row at this position takes the focus; it is the one that Tab comes back to.
  const enter = (position, focus = true) => {
    const n = Genes.shown().length;
    if (!n) return;
    painted.get(active)?.setAttribute("tabindex", -1);
    active = Math.min(n - 1, Math.max(0, position));
    intoView(active);
    paint();
    painted.get(active)?.setAttribute("tabindex", 0);
    if (focus) painted.get(active)?.focus({ preventScroll: true });
  };
  const keys = (event) => {
    const page = Math.max(1, Math.floor(scroller.clientHeight / height) - 2);
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: Infinity }[event.key];
    if (head.contains(event.target)) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); Genes.choose(Genes.shown()[active], "read"); }
    else if (event.key === "ArrowUp" && active === 0) { event.preventDefault(); by("explorer-search").focus(); }
    else if (to !== undefined) { event.preventDefault(); enter(to); }
  };
  const clicked = (event) => {
    const row = event.target.closest("tr[data-position]");
    if (!row) return;
    enter(Number(row.dataset.position));
    Genes.choose(Genes.shown()[active]);
  };

  const positionOf = (i) => Genes.shown().indexOf(i);
  const mark = () => {
    const position = positionOf(Genes.state.chosen);
    if (position >= 0) enter(position, false);
    painted.forEach((row, at) => row.setAttribute("aria-selected", at === position ? "true" : "false"));
  };
  const back = () => enter(Math.max(0, positionOf(Genes.state.chosen)));
  const print = (on) => { paper = on; repaint(); };

  const start = () => {
    scroller = by("explorer-rows");
    table = scroller.querySelector("table");
    table.classList.toggle("described", Genes.described());
    head = table.tHead.rows[0];
    [above, body, below] = [table.tBodies[0].rows[0].cells[0], table.tBodies[1], table.tBodies[2].rows[0].cells[0]];
    scroller.addEventListener("scroll", () => { if (!paper) paint(); }, { passive: true });
    scroller.addEventListener("keydown", keys);
    body.addEventListener("click", clicked);
    new ResizeObserver(() => { paint(); measure(); }).observe(scroller);
    Genes.listen((what) => {
      if (what !== "rows") { mark(); return; }
      active = Math.max(0, positionOf(Genes.state.chosen));
      scroller.scrollTop = 0;
      paintHead();
      repaint();
      if (active) enter(active, body.contains(document.activeElement));
    });
    paintHead();
    repaint();
    measured = true; // only now, so that the page is laid out once
    measure();
  };
  return { start, enter, back, print };
})();
