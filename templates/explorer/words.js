// Numbers to words by the rules of interpret/report/words.py; a test holds the two against each other.
const Words = (() => {
  const MINUS = "\u2212", NOT_AVAILABLE = "not available", DASH = "\u2014";
  const SUPERSCRIPT = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075", 6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };
  const EXTRA = 30; // digits beyond the last one, by which an exact half is known
  const HALF = `5${"0".repeat(EXTRA - 1)}`;
  let decimalMark = ".", thousandsMark = ",";

  const marks = (decimal, thousands) => { decimalMark = decimal; thousandsMark = thousands; };
  const missing = (value) => value === null || value === undefined || Number.isNaN(value);
  const localised = (text) => text.replace(/[.,]/g, (mark) => mark === "." ? decimalMark : thousandsMark);
  const grouped = (text) => {
    const [whole, rest] = text.split(".");
    const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return rest === undefined ? groups : `${groups}.${rest}`;
  };
  // a true minus, and none before a zero
  const withSign = (text, negative) => negative && /[1-9]/.test(text) ? MINUS + text : text;

  // An exact half goes to the even digit, as in Python; toFixed and toExponential alone take it upwards.
  const fixed = (size, decimals) => {
    const long = size.toFixed(decimals + EXTRA);
    if (!long.endsWith(HALF)) return size.toFixed(decimals);
    const cut = long.slice(0, -EXTRA).replace(/\.$/, "");
    return Number(cut.at(-1)) % 2 === 0 ? cut : size.toFixed(decimals);
  };
  const exponential = (size, decimals) => {
    const [digits, power] = size.toExponential(decimals + EXTRA).split("e");
    if (digits.endsWith(HALF)) {
      const cut = digits.slice(0, -EXTRA).replace(/\.$/, "");
      if (Number(cut.at(-1)) % 2 === 0) return [cut, Number(power)];
    }
    const [rounded, exponent] = size.toExponential(decimals).split("e");
    return [rounded, Number(exponent)];
  };

  const powerOfTen = (exponent) => `10${[...String(exponent)].map((mark) => SUPERSCRIPT[mark]).join("")}`;
  const scientific = (value, decimals = 1) => {
    if (missing(value)) return NOT_AVAILABLE;
    const [digits, exponent] = exponential(Math.abs(value), decimals);
    return `${withSign(localised(digits), value < 0)} \u00d7 ${powerOfTen(exponent)}`;
  };
  const number = (value, decimals = 2) => {
    if (missing(value)) return NOT_AVAILABLE;
    if (!Number.isFinite(value)) return "infinite";
    return withSign(localised(grouped(fixed(Math.abs(value), decimals))), value < 0);
  };
  const significant = (value, figures = 3) => {
    if (missing(value) || !Number.isFinite(value)) return number(value);
    if (value === 0) return "0";
    const [mantissa, exponent] = exponential(Math.abs(value), figures - 1);
    if (exponent < -4 || exponent > 6) return scientific(value, figures - 1);
    const digits = mantissa.replace(".", "");
    let text = exponent < 0 ? `0.${"0".repeat(-exponent - 1)}${digits}` : digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
    if (exponent >= 0 && digits.length > exponent + 1) text += `.${digits.slice(exponent + 1)}`;
    return withSign(localised(grouped(text)), value < 0);
  };
  const count = (value) => {
    if (missing(value)) return NOT_AVAILABLE;
    return withSign(localised(grouped(fixed(Math.abs(value), 0))), value < 0);
  };
  const quantity = (value) => {
    if (missing(value) || !Number.isFinite(value)) return number(value);
    return Number.isInteger(value) ? count(value) : significant(value, 4);
  };
  const signed = (value, decimals = 2) => {
    const text = number(value, decimals);
    return !missing(value) && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  };
  const signedInterval = (low, high, decimals = 2) =>
    missing(low) || missing(high) ? NOT_AVAILABLE : `${signed(low, decimals)} to ${signed(high, decimals)}`;
  const percent = (share, decimals = 0) => {
    if (missing(share)) return NOT_AVAILABLE;
    if (share === 0 || share === 1) return share ? "100%" : "0%";
    const text = fixed(Math.abs(100 * share), decimals), step = 10 ** -decimals;
    if (share > 0 && Number(text) === 0) return `less than ${localised(fixed(step, decimals))}%`;
    if (share < 1 && share > 0 && Number(text) === 100) return `more than ${localised(fixed(100 - step, decimals))}%`;
    return `${withSign(localised(text), share < 0)}%`;
  };
  const pValue = (p) => {
    if (missing(p)) return NOT_AVAILABLE;
    if (p < 1e-300) return `< ${powerOfTen(-300)}`;
    if (p < 1e-3) return scientific(p);
    if (p === 1) return "1";
    return p > 0.99 ? `> ${localised("0.99")}` : significant(p, 2);
  };
  const fold = (log2) => missing(log2) ? NOT_AVAILABLE : `${significant(2 ** Math.abs(log2), 2)}-fold`;
  const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
  const truth = (value) => missing(value) ? NOT_AVAILABLE : value ? "yes" : "no";
  const cell = (text) => text === NOT_AVAILABLE ? DASH : text;

  const FORMS = { p: pValue, count, truth, percent, number, signed, significant, quantity };
  // `signed 2` is the function signed with two decimals
  const written = (value, form) => {
    const [name, figures] = form.split(" ");
    return figures === undefined ? FORMS[name](value) : FORMS[name](value, Number(figures));
  };

  return { marks, powerOfTen, scientific, number, significant, count, quantity, signed, signedInterval, percent, pValue, fold, plural, truth, cell, written };
})();
