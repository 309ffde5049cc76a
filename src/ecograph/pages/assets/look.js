// @ts-check
// How large nodes are drawn and in which colours, by the measure that the reader chose.
/** @import { Graph, Look } from "./types.d.ts" */

/** [on light ground, on dark ground] */
const WHEEL = [
  ["#0069a8", "#5cb3e6"], ["#c04d00", "#f08b45"], ["#00795a", "#35c29a"], ["#a03a7d", "#e290c3"],
  ["#8a6500", "#dcb13c"], ["#20707f", "#63bccb"], ["#9c2f2f", "#ef8d85"], ["#3f4a9c", "#9ea8f0"],
];
export const MOST_COLOURED = 16; // communities; the smaller ones are grey
const RAMPS = {
  light: [[176, 190, 204], [10, 60, 120]],
  dark: [[58, 70, 82], [140, 200, 255]],
};

/**
 * @param {number} community
 * @param {boolean} dark
 */
export const communityColour = (community, dark) => WHEEL[community % WHEEL.length][Number(dark)];

/** @param {number[]} values */
const spread = (values) =>
  values.reduce((most, v) => Math.max(most, v), -1e9) -
  values.reduce((least, v) => Math.min(least, v), 1e9);

/**
 * In a wide drawing, seen from afar, entities are drawn larger.
 * @param {Graph} graph
 */
export function swellOf({ nodes }) {
  const wide = Math.max(spread(nodes.x) / 1100, spread(nodes.y) / 750);
  return Math.min(Math.max(wide * 0.55, 1), 4);
}

/** @param {(number | null)[]} values */
const largest = (values) => {
  let most = 0;
  for (const v of values) most = Math.max(most, v ?? 0);
  return most;
};

/**
 * Sizes grow with the square root of a measure; what has no value is drawn smallest.
 * @param {Graph} graph
 * @param {string} measure
 * @param {number} swell
 * @returns {number[]}
 */
export function sizesBy({ data, count }, measure, swell) {
  const values = data.values[measure];
  if (!values) return new Array(count).fill(8 * swell);
  const most = largest(values) || 1;
  return values.map((v) => (4.5 + 9 * Math.sqrt(Math.max(v ?? 0, 0) / most)) * swell);
}

/**
 * @param {Graph} graph
 * @param {string} by "class", "community", "plain" or a measure
 * @param {boolean} dark
 * @returns {string[]}
 */
export function coloursBy({ data, nodes, count }, by, dark) {
  if (by === "community") {
    const grey = dark ? "#a9b4bf" : "#5a6570";
    return nodes.community.map((c) =>
      c < 0 || c >= MOST_COLOURED ? grey : communityColour(c, dark),
    );
  }
  if (by === "plain") return new Array(count).fill(dark ? "#8cbcf0" : "#17528f");
  const values = data.values[by];
  if (values) return ramp(values, dark);
  return nodes.class.map((c) => data.classes[c][dark ? "dark" : "light"]);
}

/**
 * From faint to strong by the square root of a value; what has none is brown.
 * @param {(number | null)[]} values
 * @param {boolean} dark
 */
function ramp(values, dark) {
  const most = largest(values) || 1;
  const [low, high] = dark ? RAMPS.dark : RAMPS.light;
  return values.map((v) => {
    if (v === null) return dark ? "#6b5b4b" : "#c5b39f";
    const share = Math.sqrt(Math.max(v, 0) / most);
    const parts = low.map((from, k) => Math.round(from + (high[k] - from) * share));
    return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  });
}

/**
 * @param {Graph} graph
 * @param {{ size: string, colour: string }} state
 * @param {number} swell
 * @param {boolean} dark
 * @returns {Look}
 */
export const makeLook = (graph, { size, colour }, swell, dark) => ({
  sizes: sizesBy(graph, size, swell),
  colours: coloursBy(graph, colour, dark),
  dark,
});
