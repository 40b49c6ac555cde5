// Reads what interpret/report/explorer wrote into the page; each part is unpacked when it is first asked for.
const Payload = (() => {
  const FORMAT = "interpret-explorer/3";
  const MISSING = -(2 ** 31), MISSING_CODE = -(2 ** 15);
  const POWERS = Array.from({ length: 23 }, (_, k) => 10 ** k); // those that a number holds exactly
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
  const given = read("explorer-data");
  const names = new Set(given ? [...Object.keys(given.parts), ...given.later] : []);
  const unpacked = new Map();
  let later = null;

  // once all of the page has been read
  const complete = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true }); else done();
  });

  // Base 85: five signs for four bytes; the last group may be short.
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~";
  const bytesOf = (text) => {
    const digits = new Uint8Array(128).fill(84), bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
    for (let k = 0; k < 85; k++) digits[SIGNS.charCodeAt(k)] = k;
    const digit = (k) => k < text.length ? digits[text.charCodeAt(k)] : 84;
    for (let i = 0, at = 0; i < text.length; i += 5, at += 4) {
      // in two halves: whole numbers of a machine's word are multiplied faster than longer ones
      const group = ((digit(i) * 85 + digit(i + 1)) * 85 + digit(i + 2)) * 7225 + digit(i + 3) * 85 + digit(i + 4) | 0;
      bytes[at] = group >>> 24;
      bytes[at + 1] = group >>> 16;
      bytes[at + 2] = group >>> 8;
      bytes[at + 3] = group;
    }
    return bytes.subarray(0, Math.floor(text.length * 4 / 5));
  };

  const holds = (name) => names.has(name);
  const packed = async (name) => {
    if (!(name in given.parts)) {
      await complete;
      later ??= read("explorer-later");
    }
    const parts = name in given.parts ? given.parts : later, text = parts[name];
    delete parts[name];
    return text;
  };
  const unpack = async (name) => {
    const { writable, readable } = new DecompressionStream("gzip"), writer = writable.getWriter(), reader = readable.getReader();
    writer.write(bytesOf(await packed(name)));
    writer.close();
    // read here and not by a Response, which would let the rest of the page go first at every step
    const chunks = [];
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) { bytes.set(chunk, at); at += chunk.length; }
    return bytes;
  };
  const once = (name, read) => {
    if (!unpacked.has(name)) unpacked.set(name, unpack(name).then(read));
    return unpacked.get(name);
  };
  const json = (name) => once(name, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  const decimals = (name, rows) => once(name, (bytes) => new Decimals(bytes, rows));
  const codes = (name) => once(name, (bytes) => {
    const n = bytes.length / 2, found = new Int16Array(n);
    for (let i = 0; i < n; i++) found[i] = bytes[i] | bytes[n + i] << 8;
    return found;
  });

  // Columns of decimals: mantissa times a power of ten, in planes of bytes.
  class Decimals {
    constructor(bytes, rows) {
      this.bytes = bytes;
      this.rows = rows;
      this.size = bytes.length / 6;
      this.columns = new Map();
    }

    at(place) {
      const { bytes, size } = this;
      const mantissa = bytes[place] | bytes[size + place] << 8 | bytes[2 * size + place] << 16 | bytes[3 * size + place] << 24;
      const exponent = (bytes[4 * size + place] | bytes[5 * size + place] << 8) << 16 >> 16;
      if (mantissa === MISSING) return exponent ? exponent * Infinity : NaN;
      if (mantissa === 0) return 0;
      if (exponent > 22 || exponent < -22) return Number(`${mantissa}e${exponent}`);
      return exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    }

    column(k) {
      if (!this.columns.has(k)) {
        const found = new Float64Array(this.rows);
        for (let i = 0; i < this.rows; i++) found[i] = this.at(k * this.rows + i);
        this.columns.set(k, found);
      }
      return this.columns.get(k);
    }
  }

  const decoded = (code, low, step) => code === MISSING_CODE ? NaN : low + step * code;
  const known = given !== null && given.format === FORMAT && "DecompressionStream" in globalThis;
  return { given, known, complete, holds, json, decimals, codes, decoded };
})();
