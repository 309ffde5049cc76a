// Finds entities by name, pinyin or initials, and lets one be chosen by mouse or keyboard.
eco.rank = (search, wanted) => {
  let best = 0;
  for (const form of search.split("|")) {
    if (form === wanted) return 4;
    if (form.startsWith(wanted)) best = Math.max(best, 3);
    else if (form.includes(wanted)) best = Math.max(best, wanted.length > 1 || /[^\x00-\x7f]/.test(wanted) ? 2 : 1);
  }
  return best;
};

// entries: [{search, name(), note(), weight}]; choose(entry) is called with the one that is taken.
eco.finder = (input, list, entries, choose) => {
  const most = 12;
  let found = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (i) => {
    at = i;
    [...list.children].forEach((li, j) => li.setAttribute("aria-selected", String(j === i)));
    const li = list.children[i];
    if (li && li.id) {
      input.setAttribute("aria-activedescendant", li.id);
      li.scrollIntoView({ block: "nearest" });
    }
  };
  const take = (i) => {
    if (!found[i]) return;
    close();
    input.value = "";
    choose(found[i]);
  };
  const look = () => {
    const wanted = input.value.trim().toLowerCase().normalize("NFKC");
    if (!wanted) return close();
    found = entries
      .map((entry) => [eco.rank(entry.search, wanted), entry])
      .filter(([rank]) => rank > 0)
      .sort((a, b) => b[0] - a[0] || b[1].weight - a[1].weight || (a[1].search < b[1].search ? -1 : 1))
      .slice(0, most)
      .map(([, entry]) => entry);
    list.replaceChildren(
      ...found.map((entry, i) =>
        eco.el("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false",
          on: { mousedown: (event) => event.preventDefault(), click: () => take(i) } },
          eco.el("span", {}, entry.name()), eco.el("span", { class: "soft" }, entry.note()))),
    );
    if (!found.length) list.append(eco.el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" }, eco.t("net.search_none")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (found.length) mark(0);
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && found.length) mark((at + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) mark((at + found.length - 1) % found.length);
    else if (event.key === "Enter") take(at);
    else if (event.key === "Escape") { close(); input.value = ""; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};
