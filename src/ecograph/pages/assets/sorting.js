// @ts-check
// The order of rows in every table: Chinese by pinyin, numbers in words by their value.

const compare = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true }).compare;

/** @param {string | number | null} value */
const isUnknown = (value) => value === null || value === "";

/**
 * The rows by a value; what is unknown comes last either way, equals stay in their order.
 * @template Row
 * @param {Row[]} rows
 * @param {(row: Row) => string | number | null} value
 * @param {boolean} descending
 * @returns {Row[]}
 */
export function sortedBy(rows, value, descending) {
  const sign = descending ? -1 : 1;
  return rows
    .map((row, i) => ({ row, i, value: value(row) }))
    .sort((a, b) => {
      const unknown = Number(isUnknown(a.value)) - Number(isUnknown(b.value));
      if (unknown || isUnknown(a.value)) return unknown || a.i - b.i;
      const order =
        typeof a.value === "number" && typeof b.value === "number"
          ? a.value - b.value
          : compare(String(a.value), String(b.value));
      return sign * order || a.i - b.i;
    })
    .map(({ row }) => row);
}
