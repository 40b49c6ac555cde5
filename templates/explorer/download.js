// The genes shown as a CSV file: the columns of genes.csv and evidence.csv, text that a spreadsheet would compute made harmless.
const Download = (() => {
  const { make } = Elements;
  // the rule of interpret/report/files/formula_cells.py
  const PASSED_OVER = "[\\s\\x85'\"\\u200b-\\u200f\\u2060\\ufeff\\x00-\\x1f]*";
  const HARMLESS = "(?![-+]+(?:$|[;\\t\\r\\n])|[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?(?:$|[;\\t\\r\\n]))";
  const FORMULA = `(?=${HARMLESS}${PASSED_OVER}[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])`;
  const AT_START = new RegExp(`^${FORMULA}`), BEHIND = new RegExp(`([;\\t\\r\\n])${FORMULA}`, "g");
  const neutral = (text) => (AT_START.test(text) ? "'" : "") + text.replace(BEHIND, "$1'");
  const quoted = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const written = (value, form) => {
    if (Number.isNaN(value)) return "";
    if (form === "truth") return value ? "True" : "False";
    return Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf";
  };

  const csv = () => {
    const columns = Genes.columns();
    const head = ["gene", "symbol", "description", ...columns.map((column) => column.name), "effect_unit", "block"];
    const lines = Array.from(Genes.shown(), (i) => [
      ...["gene", "symbol", "description"].map((kind) => quoted(neutral(Genes.asRead(kind, i)))),
      ...columns.map((column) => written(Genes.value(column.name, i), column.written)),
      quoted(neutral(Genes.unit(i))),
      quoted(neutral(Genes.asRead("block", i))),
    ].join(","));
    return `${[head.join(","), ...lines].join("\n")}\n`;
  };
  const shown = async () => {
    await Genes.whole();
    const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    make("a", { href: address, download: "genes-shown.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };
  return { csv, shown, neutral };
})();
