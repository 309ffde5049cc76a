"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const panel = document.getElementById("panel");
  const select = document.getElementById("chain");
  let opener = null;

  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  const both = (tag, pair) => {
    const node = make(tag);
    ["zh", "en"].forEach((lang, i) => {
      const span = make("span", pair[i], lang);
      span.lang = lang;
      node.append(span);
    });
    return node;
  };
  const word = (key) => data.words[key];

  const list = (key, held) => {
    panel.append(both("h3", word(key)));
    if (!held.length) {
      panel.append(both("p", word("panel.none")));
      return;
    }
    const ul = make("ul");
    held.forEach((pair) => ul.append(both("li", pair)));
    panel.append(ul);
  };

  const light = (key) => {
    document.querySelectorAll(".lit").forEach((n) => n.classList.remove("lit"));
    if (key === null) return;
    document.querySelectorAll(".line").forEach((n) => {
      if (n.dataset.from === key || n.dataset.to === key) n.classList.add("lit");
    });
    document.querySelectorAll(".box").forEach((n) => {
      if (n.dataset.key === key) n.classList.add("lit");
    });
  };

  const close = () => {
    panel.hidden = true;
    light(null);
    if (opener) opener.focus();
  };

  const show = (key, from) => {
    const gap = data.gaps[key];
    if (!gap) return;
    opener = from;
    panel.replaceChildren();
    const button = both("button", word("panel.close"));
    button.type = "button";
    button.className = "close";
    button.addEventListener("click", close);
    const zh = `${gap.label[0]} · ${gap.kind[0]}`;
    const en = `${gap.label[1]} · ${gap.kind[1]}`;
    panel.append(button, both("h2", [zh, en]));
    list("panel.demand", gap.buyers);
    list("panel.states", gap.states[0] ? [gap.states] : []);
    list("panel.origins", gap.origins);
    list("panel.exposure", [...gap.products, ...gap.makers, ...gap.chains]);
    if (gap.output !== null) {
      const yuan = gap.output.toLocaleString("en");
      list("panel.output", [[yuan, yuan]]);
    }
    list("panel.attract", gap.attract);
    list("panel.introduce", gap.introduce);
    list("panel.help", gap.help);
    list("panel.tests", Object.entries(gap.tests).map(([test, held]) => {
      const verdict = word(held ? "panel.holds" : "panel.fails");
      return [0, 1].map((i) => `${word(`test.${test}`)[i]}: ${verdict[i]}`);
    }));
    list("panel.priority", Object.entries(data.weights).map(([name, weight]) => {
      const value = gap.components[name];
      return [0, 1].map((i) => {
        const shown = value === null ? word("panel.unknown")[i] : value.toFixed(2);
        return `${word(`component.${name}`)[i]} × ${weight}: ${shown}`;
      });
    }));
    panel.append(both("h3", word("panel.evidence")));
    const ul = make("ul");
    gap.evidence.forEach(([statement, modality, layer, spot]) => {
      const li = make("li");
      li.append(make("code", statement), ` · ${modality} · ${layer} · ${spot}`);
      ul.append(li);
    });
    panel.append(ul);
    panel.hidden = false;
    light(key);
    panel.focus();
    panel.scrollTop = 0;
  };

  document.querySelectorAll(".box[data-open]").forEach((box) => {
    box.addEventListener("click", () => show(box.dataset.key, box));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        show(box.dataset.key, box);
      }
    });
  });
  document.querySelectorAll("button.open").forEach((button) => {
    button.addEventListener("click", () => show(button.dataset.key, button));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  if (select) {
    select.addEventListener("change", () => {
      document.querySelectorAll(".drawing").forEach((node) => {
        node.hidden = node.dataset.chain !== select.value;
      });
    });
  }
  document.getElementById("switch").addEventListener("click", () => {
    const lang = root.dataset.lang === "zh" ? "en" : "zh";
    root.dataset.lang = lang;
    root.lang = lang;
    document.querySelectorAll("option").forEach((option) => {
      option.textContent = option.dataset[lang];
    });
  });
})();
