// Reads what interpret/report/explorer wrote into the page; each part is unpacked when it is first asked for.
const Payload = (() => {
  const FORMAT = "interpret-explorer/2";
  const MISSING = -(2 ** 31), MISSING_CODE = -(2 ** 15);
  const element = document.getElementById("explorer-data");
  const given = element ? JSON.parse(element.textContent) : null;
  const unpacked = new Map();

  // Base 85: five signs for four bytes; the last group may be short.
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~";
  const bytesOf = (text) => {
    const digits = new Uint8Array(128).fill(84), bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
    for (let k = 0; k < 85; k++) digits[SIGNS.charCodeAt(k)] = k;
    for (let i = 0, at = 0; i < text.length; i += 5, at += 4) {
      let group = 0;
      for (let k = i; k < i + 5; k++) group = group * 85 + (k < text.length ? digits[text.charCodeAt(k)] : 84);
      for (let k = 3; k >= 0; k--) { bytes[at + k] = group & 255; group = Math.floor(group / 256); }
    }
    return bytes.subarray(0, Math.floor(text.length * 4 / 5));
  };

  const holds = (name) => given !== null && (name in given.parts || unpacked.has(name));
  const unpack = async (name) => {
    const packed = bytesOf(given.parts[name]);
    delete given.parts[name];
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
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
      return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;
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
  return { given, known, holds, json, decimals, codes, decoded };
})();
