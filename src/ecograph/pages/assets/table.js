// A table that sorts and turns its pages; a big one stays quick, for it draws 100 rows at a time.
// columns: [{name(), value(row), show(row) -> text or element, number}]
eco.table = (sheet, caption, columns, key) => {
  const STEP = 100;
  let rows = [];
  let sorted = { by: 0, down: false };
  let start = 0;
  const compare = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true }).compare;
  const order = () => {
    const { value, number } = columns[sorted.by];
    const held = rows.map((row, i) => [value(row), i, row]);
    const sign = sorted.down ? -1 : 1;
    held.sort(([a, i], [b, j]) => {
      const [noA, noB] = [a === null || a === "", b === null || b === ""];
      if (noA || noB) return noA && noB ? i - j : noA ? 1 : -1; // what is unknown comes last
      return sign * (number ? a - b : compare(a, b)) || i - j;
    });
    rows = held.map(([, , row]) => row);
  };
  const draw = () => {
    const head = columns.map((c, i) => {
      const state = i === sorted.by ? (sorted.down ? "descending" : "ascending") : "none";
      const press = () => {
        sorted = { by: i, down: i === sorted.by ? !sorted.down : Boolean(c.number) };
        start = 0;
        order();
        draw();
        sheet.querySelectorAll("th button")[i].focus();
      };
      const mark = state === "none" ? "" : state === "ascending" ? " ▲" : " ▼";
      return eco.el("th", { scope: "col", "aria-sort": state, class: c.number ? "number" : false },
        eco.el("button", { type: "button", title: eco.t("net.sort"), on: { click: press } }, c.name() + mark));
    });
    const body = rows.slice(start, start + STEP).map((row) =>
      eco.el("tr", {}, columns.map((c) => eco.el("td", { class: c.number ? "number" : false }, c.show ? c.show(row) : String(c.value(row) ?? "")))));
    const turn = (by) => ({ on: { click: () => { start += by; draw(); sheet.scrollTop = 0; } } });
    const pager = eco.el("div", { class: "pager" },
      eco.el("button", { type: "button", disabled: start === 0, ...turn(-STEP) }, eco.t("net.previous")),
      eco.el("button", { type: "button", disabled: start + STEP >= rows.length, ...turn(STEP) }, eco.t("net.next")),
      eco.el("span", { class: "small soft" }, eco.t("net.rows", { a: rows.length ? start + 1 : 0, b: Math.min(start + STEP, rows.length), n: rows.length })));
    sheet.replaceChildren(
      eco.el("table", { id: key }, eco.el("caption", { class: "unseen" }, caption()), eco.el("thead", {}, eco.el("tr", {}, head)), eco.el("tbody", {}, body)), pager);
  };
  return { show(list) { rows = [...list]; start = 0; order(); draw(); } };
};
