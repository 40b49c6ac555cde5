// The volcano and the mean-difference plot, linked to the table: what is shown there is in colour here, what is picked
// here is shown there. Whatever can be done here by mouse can be done by key in the table and its filters.
const Plot = (() => {
  const { by } = Elements;
  const EDGE = { left: 46, right: 14, top: 14, bottom: 40 };
  const NEAR = 14, NAMED = 10, MANY = 12000;
  let canvas, context, tip, kind = "volcano", view = null, x = [], y = [], scaleX, scaleY, drag = null, hover = -1, waiting = 0, onPaper = false;

  const KINDS = {
    volcano: {
      axes: () => [`${effectName()} (${Payload.given.study.positive} minus ${Payload.given.study.negative})`, "\u2212log\u2081\u2080 p"],
      values: () => [Genes.column("effect"), Float64Array.from(Genes.column("p_value"), (p) => -Math.log10(Math.max(p, 1e-300)))],
    },
    difference: {
      axes: () => [`mean expression (${Payload.given.study.scale})`, effectName()],
      values: () => {
        const negative = Genes.column("mean_negative"), positive = Genes.column("mean_positive");
        return [Float64Array.from(negative, (mean, i) => (mean + positive[i]) / 2), Genes.column("effect")];
      },
    },
  };
  const effectName = () => Genes.columns().find((column) => column.name === "effect").heading;

  const whole = () => {
    const ofX = Axes.extent(x), ofY = Axes.extent(y);
    if (kind === "volcano") { const far = Math.max(-ofX[0], ofX[1]); return [-far, far, 0, ofY[1]]; }
    return [...ofX, ...ofY];
  };
  const colours = () => {
    const style = getComputedStyle(onPaper ? by("explorer-paper") : canvas);
    const named = (name) => style.getPropertyValue(`--${name}`).trim();
    return Object.fromEntries(["ink", "muted", "rule", "quiet", "paper", "negative", "positive"].map((name) => [name, named(name)]));
  };

  const dense = () => devicePixelRatio || 1;
  const fits = () => canvas.width === Math.round(canvas.clientWidth * dense()) && canvas.height === Math.round(canvas.clientHeight * dense());
  const draw = () => {
    waiting = 0;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return;
    if (!fits()) {
      canvas.width = Math.round(width * dense());
      canvas.height = Math.round(height * dense());
    }
    const [left, right, low, high] = view ?? whole();
    scaleX = Axes.linear([left, right], [EDGE.left, width - EDGE.right]);
    scaleY = Axes.linear([low, high], [height - EDGE.bottom, EDGE.top]);
    const ink = colours();
    context.setTransform(dense(), 0, 0, dense(), 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
    frame(ink, width, height, [left, right, low, high]);
    context.save();
    context.beginPath();
    context.rect(EDGE.left - 4, EDGE.top - 4, width - EDGE.left - EDGE.right + 8, height - EDGE.top - EDGE.bottom + 8);
    context.clip();
    dots(ink);
    context.restore();
    names(ink, width, height);
    if (drag?.to) box(ink);
  };
  const later = () => { if (!waiting) waiting = requestAnimationFrame(draw); };

  const frame = (ink, width, height, [left, right, low, high]) => {
    context.lineWidth = 1;
    context.fillStyle = ink.muted;
    const across = Axes.ticks(left, right, width / 90), up = Axes.ticks(low, high, height / 60);
    context.textAlign = "center";
    context.textBaseline = "top";
    Axes.labels(across).forEach((label, k) => context.fillText(label, scaleX(across[k]), height - EDGE.bottom + 6));
    context.textAlign = "right";
    context.textBaseline = "middle";
    Axes.labels(up).forEach((label, k) => {
      line(ink.rule, EDGE.left, scaleY(up[k]), width - EDGE.right, scaleY(up[k]));
      context.fillText(label, EDGE.left - 6, scaleY(up[k]));
    });
    if (left < 0 && right > 0 && kind === "volcano") line(ink.quiet, scaleX(0), EDGE.top, scaleX(0), height - EDGE.bottom);
    if (low < 0 && high > 0 && kind !== "volcano") line(ink.muted, EDGE.left, scaleY(0), width - EDGE.right, scaleY(0));
    const [nameX, nameY] = KINDS[kind].axes();
    context.fillStyle = ink.ink;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    context.fillText(cut(nameX, width - EDGE.left), (EDGE.left + width - EDGE.right) / 2, height - 2);
    context.save();
    context.translate(11, (EDGE.top + height - EDGE.bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.textBaseline = "middle";
    context.fillText(cut(nameY, height - EDGE.bottom), 0, 0);
    context.restore();
  };
  const line = (colour, x1, y1, x2, y2) => {
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(x1, Math.round(y1) + 0.5);
    context.lineTo(x2, Math.round(y2) + 0.5);
    context.stroke();
  };
  const cut = (text, room) => {
    let short = text;
    while (short.length > 4 && context.measureText(short).width > room) short = `${short.slice(0, -4)}\u2026`;
    return short;
  };

  const dots = (ink) => {
    const shown = new Uint8Array(Genes.size()), q = Genes.column("q_value"), effect = Genes.column("effect"), { fdr } = Payload.given.study;
    for (const i of Genes.shown()) shown[i] = q[i] <= fdr ? effect[i] > 0 ? 3 : 2 : 1;
    const every = Genes.size() > MANY;
    const layers = [[0, ink.rule, 1.3, 0.9], [1, ink.quiet, 1.7, 0.9], [2, ink.negative, 2.2, 0.85], [3, ink.positive, 2.2, 0.85]];
    for (const [group, colour, radius, strength] of layers) {
      context.fillStyle = colour;
      context.globalAlpha = strength;
      context.beginPath();
      for (let i = 0; i < shown.length; i++) {
        if (shown[i] !== group || Number.isNaN(x[i]) || Number.isNaN(y[i])) continue;
        const px = scaleX(x[i]), py = scaleY(y[i]);
        if (every) context.rect(px - radius * 0.7, py - radius * 0.7, radius * 1.4, radius * 1.4);
        else { context.moveTo(px + radius, py); context.arc(px, py, radius, 0, 7); }
      }
      context.fill();
    }
    context.globalAlpha = 1;
  };

  // Names of the first genes of the table that are in view, none over another.
  const names = (ink, width, height) => {
    const taken = [], { chosen } = Genes.state;
    const place = (i, strong) => {
      const px = scaleX(x[i]), py = scaleY(y[i]);
      if (!(px >= EDGE.left && px <= width - EDGE.right && py >= EDGE.top - 1 && py <= height - EDGE.bottom + 1)) return;
      context.font = `${strong ? "600 13px" : "11.5px"} ${getComputedStyle(canvas).fontFamily}`;
      const text = cut(Genes.label(i), 140), wide = context.measureText(text).width;
      const options = [[px + 7, py - 7], [px - wide - 7, py - 7], [px + 7, py + 7], [px - wide - 7, py + 7]];
      const free = ([tx, ty]) => tx > EDGE.left && tx + wide < width && ty > 8 && !taken.some((box) => tx < box[2] + 3 && tx + wide > box[0] - 3 && ty - 7 < box[3] && ty + 7 > box[1]);
      const found = options.find(free) ?? (strong ? options[px > width / 2 ? 1 : 0] : null);
      if (strong) {
        context.strokeStyle = ink.ink;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(px, py, 6, 0, 7);
        context.stroke();
      }
      if (!found) return;
      taken.push([found[0], found[1] - 7, found[0] + wide, found[1] + 7]);
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.lineWidth = 3;
      context.strokeStyle = ink.paper;
      context.strokeText(text, ...found);
      context.fillStyle = ink.ink;
      context.fillText(text, ...found);
    };
    if (chosen >= 0) place(chosen, true);
    if (hover >= 0 && hover !== chosen) place(hover, true);
    for (const i of Genes.shown().subarray(0, NAMED)) if (i !== chosen && i !== hover) place(i, false);
  };

  const box = (ink) => {
    context.strokeStyle = ink.ink;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.strokeRect(drag.from[0], drag.from[1], drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]);
    context.setLineDash([]);
  };

  const at = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const nearest = ([px, py]) => {
    let best = -1, least = NEAR * NEAR;
    for (const i of Genes.shown()) {
      const far = (scaleX(x[i]) - px) ** 2 + (scaleY(y[i]) - py) ** 2;
      if (far < least) { least = far; best = i; }
    }
    return best;
  };
  const pick = () => {
    const [x1, x2] = [drag.from[0], drag.to[0]].sort((a, b) => a - b).map(scaleX.inverse);
    const [y2, y1] = [drag.from[1], drag.to[1]].sort((a, b) => a - b).map(scaleY.inverse);
    const found = new Set();
    for (const i of Genes.shown()) if (x[i] >= x1 && x[i] <= x2 && y[i] >= y1 && y[i] <= y2) found.add(i);
    if (found.size) Genes.change({ picked: found });
  };
  const moved = (event) => {
    const now = at(event);
    if (drag) {
      if (drag.to || Math.hypot(now[0] - drag.from[0], now[1] - drag.from[1]) > 5) { drag.to = now; later(); }
      return;
    }
    const found = nearest(now);
    if (found === hover) return;
    hover = found;
    tip.textContent = found < 0 ? "" : `${Genes.title(found)}: ${effectName()} ${Words.signed(Genes.value("effect", found))}, q ${Words.pValue(Genes.value("q_value", found))}`;
    canvas.style.cursor = found < 0 ? "crosshair" : "pointer";
    later();
  };
  const zoom = () => {
    const rows = Genes.shown(), ofX = Axes.extent(Array.from(rows, (i) => x[i]), 0.08), ofY = Axes.extent(Array.from(rows, (i) => y[i]), 0.08);
    view = rows.length ? [...ofX, ...ofY] : null;
    by("explorer-whole").disabled = view === null;
    later();
  };
  const entire = () => { view = null; by("explorer-whole").disabled = true; later(); };

  const describe = () => {
    const shown = Genes.shown(), q = Genes.column("q_value"), effect = Genes.column("effect"), { study } = Payload.given;
    let up = 0, down = 0;
    for (const i of shown) if (q[i] <= study.fdr) effect[i] > 0 ? up++ : down++;
    const called = `with q at most ${Words.pValue(study.fdr)}, ${Words.count(up)} higher in ${study.positive} and ${Words.count(down)} in ${study.negative}`;
    canvas.setAttribute("aria-label", `${kind === "volcano" ? "Volcano plot" : "Mean-difference plot"} of ${Words.plural(shown.length, "gene")} shown: ${called}. The table holds the same genes.`);
    by("explorer-legend-negative").textContent = `higher in ${study.negative}`;
    by("explorer-legend-positive").textContent = `higher in ${study.positive}`;
  };
  const show = async (which) => {
    if (which === "difference") await Genes.whole();
    kind = which;
    [x, y] = KINDS[kind].values();
    for (const button of document.querySelectorAll("[data-plot]")) button.setAttribute("aria-pressed", button.dataset.plot === kind);
    describe();
    entire();
  };
  const print = (on) => { onPaper = on; draw(); };

  const start = () => {
    canvas = by("explorer-plot");
    tip = by("explorer-tip");
    context = canvas.getContext("2d");
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button) return; // a finger scrolls the page; it can tap
      drag = { from: at(event), to: null };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", moved);
    canvas.addEventListener("pointerup", () => { if (drag?.to) { pick(); drag.picked = true; } });
    canvas.addEventListener("pointerleave", () => { hover = -1; tip.textContent = ""; later(); });
    canvas.addEventListener("pointercancel", () => { drag = null; later(); });
    canvas.addEventListener("click", (event) => {
      const dragged = drag?.picked;
      drag = null;
      later();
      const found = dragged ? -1 : nearest(at(event));
      if (found >= 0) Genes.choose(found);
    });
    for (const button of document.querySelectorAll("[data-plot]")) button.addEventListener("click", () => show(button.dataset.plot));
    by("explorer-zoom").addEventListener("click", zoom);
    by("explorer-whole").addEventListener("click", entire);
    new ResizeObserver(() => { if (!fits()) later(); }).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
    Genes.listen((what) => { if (what === "rows") describe(); later(); });
    show("volcano");
  };
  return { start, print };
})();
