// Starts the explorer, follows fragments (#gene-NAME, #patient-ID) and prepares the page for paper.
(() => {
  const { by } = Elements;
  const section = by("gene-explorer");
  if (!section) return;

  const named = (kind) => {
    const text = location.hash.slice(1);
    if (!text.startsWith(`${kind}-`) || by(text)) return null; // an element of the page itself comes first
    try { return decodeURIComponent(text.slice(kind.length + 1)); } catch { return null; }
  };
  const follow = async () => {
    const gene = named("gene"), patient = named("patient");
    if (gene !== null) {
      const found = Genes.find(gene);
      if (found >= 0) Genes.choose(found, "read");
      else { by("explorer-lost").textContent = `There is no tested gene called ${gene}.`; section.scrollIntoView(); }
    }
    if (patient !== null) await Patients.open(patient);
  };

  // The link by which the reader came to a card or a page, and the address before: going back leads to it.
  let left = null;
  const clicked = (event) => {
    const link = event.target.closest("a[href^='#gene-'], a[href^='#patient-']");
    if (!link) return;
    left = { link, hash: location.hash };
    if (link.hash === location.hash) follow(); // there already, so that no change of the address will tell
  };
  const turned = async () => {
    const link = left?.hash === location.hash && left.link.isConnected ? left.link : null;
    if (!link) { await follow(); return; }
    left = null;
    link.scrollIntoView({ block: "center", behavior: "instant" });
    link.focus({ preventScroll: true });
  };

  const begin = async () => {
    const { study } = Payload.given;
    Words.marks(study.decimal, study.thousands);
    await Genes.load();
    by("explorer-body").hidden = false;
    by("explorer-wait").hidden = true;
    Search.start();
    Table.start();
    Plot.start();
    Card.start();
    performance.mark("explorer-ready");
    section.dataset.ready = "yes";
    addEventListener("beforeprint", () => { Table.print(true); Plot.print(true); });
    addEventListener("afterprint", () => { Table.print(false); Plot.print(false); });
    // what nobody needs in the first moment, once all of the page has been read
    await Payload.complete;
    await Promise.all([Genes.whole(), Patients.start()]);
    Search.further();
    await follow();
    addEventListener("hashchange", turned);
    document.addEventListener("click", clicked);
    document.documentElement.dataset.explorer = "ready";
    (globalThis.requestIdleCallback ?? setTimeout)(() => Samples.load());
  };
  const failed = (error) => {
    by("explorer-wait").textContent = "The explorer could not start in this browser. Everything else of this report is here, and genes.csv holds every gene.";
    console.error(error);
  };
  if (Payload.known) begin().catch(failed); else failed("format not known, or the browser cannot unpack it");
})();
