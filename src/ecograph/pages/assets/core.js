"use strict";
// Words, elements, language, theme and the address: what every page needs.
// Texts from data reach the page only as text nodes and attributes, never as markup.
const eco = (() => {
  const root = document.documentElement;
  const read = (id) => {
    const block = document.getElementById(id);
    return block ? JSON.parse(block.textContent) : null;
  };
  const texts = read("texts") || window.ecographTexts || {};
  const address = new URLSearchParams(location.hash.slice(1));
  const told = [];

  const self = {
    read,
    address,
    lang: root.dataset.lang,
    onChange: (f) => told.push(f),
    pick: (zh, en) => (self.lang === "zh" ? zh || en : en || zh),
    t(key, values) {
      const pair = texts[key];
      if (!pair) throw new Error("no text " + key);
      const words = pair[self.lang === "zh" ? 0 : 1];
      return values ? words.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : words;
    },
    el(tag, attributes, ...kids) {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes || {})) {
        if (name === "on") for (const [kind, f] of Object.entries(value)) made.addEventListener(kind, f);
        else if (value === true) made.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
      }
      made.append(...kids.flat().filter((k) => k !== null && k !== undefined && k !== ""));
      return made;
    },
    byId: (id) => document.getElementById(id),
    colour: (name) => getComputedStyle(root).getPropertyValue("--" + name).trim(),
    dark() {
      if (root.dataset.theme) return root.dataset.theme === "dark";
      return matchMedia("(prefers-color-scheme: dark)").matches;
    },
    remember(values) {
      for (const [key, value] of Object.entries(values)) {
        if (value === "" || value === null || value === undefined || value === false) address.delete(key);
        else address.set(key, value);
      }
      const hash = address.toString();
      try {
        history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
      } catch {
        location.replace("#" + hash); // a browser that keeps files from changing their address
      }
    },
  };

  if (root.dataset.auto !== undefined) {
    self.lang = /^zh\b/i.test(navigator.language || "") ? "zh" : "en";
  }
  if (["zh", "en"].includes(address.get("lang"))) self.lang = address.get("lang");
  if (["light", "dark"].includes(address.get("theme"))) root.dataset.theme = address.get("theme");
  const words = () => {
    root.dataset.lang = self.lang;
    root.lang = self.lang === "zh" ? "zh-Hans" : "en";
    const title = document.querySelector("title");
    if (title.dataset.zh) title.textContent = self.pick(title.dataset.zh, title.dataset.en);
    for (const [mark, attribute] of [["tLabel", "aria-label"], ["tPlaceholder", "placeholder"]]) {
      const name = mark.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase());
      for (const e of document.querySelectorAll(`[data-${name}]`)) e.setAttribute(attribute, self.t(e.dataset[mark]));
    }
    for (const e of document.querySelectorAll("[data-t]")) e.textContent = self.t(e.dataset.t);
  };
  const tell = (what) => told.forEach((f) => f(what));

  self.start = () => {
    words();
    const lang = self.byId("lang");
    if (lang) lang.addEventListener("click", () => {
      self.lang = self.lang === "zh" ? "en" : "zh";
      self.remember({ lang: self.lang });
      words();
      tell("lang");
    });
    const theme = self.byId("theme");
    if (theme) theme.addEventListener("click", () => {
      root.dataset.theme = self.dark() ? "light" : "dark";
      self.remember({ theme: root.dataset.theme });
      tell("theme");
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tell("theme"));
    document.querySelector("a.skip").addEventListener("click", (event) => {
      event.preventDefault(); // the address holds the state of the page
      self.byId("main").focus();
    });
    // Language and theme go along to the other pages of an atlas.
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      const to = link && link.getAttribute("href");
      if (!to || to.startsWith("#") || /^[a-z]+:/i.test(to)) return;
      const [page, hash] = to.split("#");
      const merged = new URLSearchParams(hash || "");
      for (const key of ["lang", "theme"]) if (address.get(key)) merged.set(key, address.get(key));
      const tail = merged.toString();
      link.setAttribute("href", tail ? page + "#" + tail : page);
    });
  };
  return self;
})();
