// A page of an atlas: search over all entities, tables that sort, a chain whose edges light up.
(() => {
  eco.start();
  const input = eco.byId("q");
  const list = eco.byId("hits");
  const own = document.currentScript;
  let wanted = false;
  // The index is a file of its own, read when somebody first searches.
  const load = () => {
    if (wanted) return;
    wanted = true;
    const script = document.createElement("script");
    script.nonce = own.nonce;
    script.src = input.dataset.root + "assets/index.js";
    script.onload = () => {
      const rows = window.ecographIndex.map(([page, zh, en, search, kindZh, kindEn, weight]) => ({
        search, weight, page, name: () => eco.pick(zh, en), note: () => eco.pick(kindZh, kindEn) }));
      eco.finder(input, list, rows, (entry) => {
        const link = document.createElement("a");
        link.href = `${input.dataset.root}entities/${entry.page}.html`;
        document.body.append(link);
        link.click(); // by a link, so that language and theme go along
      });
      if (document.activeElement === input) input.dispatchEvent(new Event("input"));
      document.documentElement.dataset.searchable = "1";
    };
    document.head.append(script);
  };
  input.addEventListener("focus", load);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    input.focus();
  });

  const compare = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true }).compare;
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const press = eco.el("button", { type: "button", class: "sort", on: { click: () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const value = (row) => row.cells[column].dataset.order || row.cells[column].innerText.trim();
        const rows = [...body.rows].map((row, i) => [value(row), i, row]);
        rows.sort(([a, i], [b, j]) => (a === "" || b === "" ? (a === "") - (b === "") : (down ? -1 : 1) * compare(a, b)) || i - j);
        body.append(...rows.map(([, , row]) => row));
      } } });
      press.append(...head.childNodes);
      head.append(press);
    });
  }

  for (const drawing of document.querySelectorAll("svg.layers")) {
    const lines = [...drawing.querySelectorAll("[data-joins]")];
    const boxes = new Map([...drawing.querySelectorAll("[data-key]")].map((box) => [box.dataset.key, box]));
    const light = (key) => {
      drawing.classList.toggle("lit", key !== null);
      const near = new Set([key]);
      for (const line of lines) {
        const ends = line.dataset.joins.split(" ");
        const on = key !== null && ends.includes(key);
        line.classList.toggle("on", on);
        if (on) ends.forEach((end) => near.add(end));
      }
      for (const [name, box] of boxes) box.classList.toggle("on", near.has(name));
    };
    for (const [key, box] of boxes) {
      for (const kind of ["mouseenter", "focusin"]) box.addEventListener(kind, () => light(key));
      for (const kind of ["mouseleave", "focusout"]) box.addEventListener(kind, () => light(null));
    }
  }
  document.documentElement.dataset.ready = "1";
})();
