// Scales and ticks, for what is drawn on canvas and in SVG alike.
const Axes = (() => {
  const ticks = (low, high, wanted) => {
    const span = high - low;
    if (!(span > 0)) return [low];
    const rough = span / Math.max(1, wanted), power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((times) => times * power >= rough * 0.999);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) found.push(k * step);
    return found;
  };
  const decimals = (values) => {
    if (values.length < 2) return 1;
    return Math.min(6, Math.max(0, -Math.floor(Math.log10(Math.abs(values[1] - values[0])) + 1e-9)));
  };
  const labels = (values) => values.map((value) => Words.number(value, decimals(values)));
  const extent = (values, pad = 0.05) => {
    let low = Infinity, high = -Infinity;
    for (const value of values) if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
    if (low > high) return [0, 1];
    const room = high > low ? (high - low) * pad : 0.5;
    return [low - room, high + room];
  };
  const linear = ([low, high], [from, to]) => {
    const scale = (value) => from + (value - low) / (high - low) * (to - from);
    scale.inverse = (pixel) => low + (pixel - from) / (to - from) * (high - low);
    return scale;
  };
  return { ticks, labels, extent, linear };
})();
