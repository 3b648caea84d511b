/* 考核排名 in the browser: the matrix of items and areas, and the ranking by trial weights, which is kept nowhere. */
(function () {
  "use strict";
  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([key, value]) => { if (value !== "" && value !== undefined) made.setAttribute(key, value); });
    made.append(...children);
    return made;
  };

  /* 城关区 and 朝阳区 are several: the place that an area lies in stands behind its name */
  const within = (above) => (above ? [element("small", { class: "within" }, ` ${above}`)] : []);

  /* ---- matrix ---- */
  function matrix(holder) {
    const told = JSON.parse(holder.dataset.matrix);
    const groups = [];
    told.columns.forEach(([, , dimension]) => {
      if (groups.length && groups[groups.length - 1][0] === dimension) groups[groups.length - 1][1] += 1;
      else groups.push([dimension, 1]);
    });
    const starts = new Set();
    let at = 0;
    groups.forEach(([, width]) => { starts.add(at); at += width; });
    const top = element("tr", {}, element("th", { class: "name", rowspan: "2", scope: "col" }, told.head),
      ...groups.map(([name, width]) => element("th", { colspan: String(width), class: "group", scope: "colgroup", title: name }, element("span", {}, name))));
    const names = element("tr", { class: "names" }, ...told.columns.map(([, name], n) =>
      element("th", { class: starts.has(n) ? "first" : "", scope: "col", title: name, "aria-label": name }, element("span", {}, name))));
    const counts = told.columns.map((_, n) => told.rows.reduce((sum, row) => sum + (row[3][n] === "r" ? 1 : 0), 0));
    const sum = element("tr", { class: "ref" }, element("th", { class: "name", scope: "row" }, "预警数"),
      ...counts.map((count, n) => element("td", { class: (starts.has(n) ? "first " : "") + (count ? "bad" : "quiet") }, String(count))));
    const rows = told.rows.map(([area, name, place, cells, above]) => {
      const address = (item) => told.address.replace("AREA", area).replace("ITEM", item);
      const head = element("th", { class: "name", scope: "row" }, element("span", { class: "quiet" }, place || "—"), element("a", { href: told.address.replace("AREA", area).replace(/&item=ITEM.*/, "") }, name), ...within(above));
      return element("tr", { "data-search": (name + " " + above + " " + area).toLowerCase() }, head, ...[...cells].map((letter, n) => {
        const words = `${name} ${told.columns[n][1]}：${told.words[letter]}`;
        const shape = letter === "a" || letter === "r"
          ? element("a", { href: address(told.columns[n][0]), "aria-label": words }, told.shapes[letter])
          : element("span", { role: "img", "aria-label": words }, told.shapes[letter]);
        return element("td", { class: (starts.has(n) ? "first " : "") + told.looks[letter], title: words }, shape);
      }));
    });
    const table = element("table", { class: "hc-table hc-matrix", id: holder.id + "-table" },
      element("thead", {}, top, names), element("tbody", {}, sum, ...rows));
    holder.replaceChildren(table);
    const width = table.querySelector("thead tr").offsetHeight;
    holder.style.setProperty("--hc-matrix-top", width + "px");
  }

  /* ---- trial ---- */
  function ranked(told, weights) {
    const whole = weights.reduce((a, b) => a + b, 0);
    const results = told.areas.map(([, , , , scores]) => {
      let weight = 0;
      let sum = 0;
      for (let n = 0; n < scores.length; n += 1) {
        const score = scores[n];
        if (score === null || weights[n] <= 0) continue;
        weight += weights[n];
        if (told.aggregation === "geometric") sum += weights[n] * Math.log(score);
        else if (told.aggregation === "harmonic") sum += weights[n] / score;
        else sum += weights[n] * score;
      }
      if (!weight) return { total: null, enough: false };
      const mean = sum / weight;
      const total = told.aggregation === "geometric" ? Math.exp(mean) : told.aggregation === "harmonic" ? 1 / mean : mean;
      return { total, enough: whole > 0 && weight / whole >= told.least - 1e-9 };
    });
    const order = results.map((_, n) => n).sort((a, b) => {
      if (results[a].enough !== results[b].enough) return results[a].enough ? -1 : 1;
      return (results[b].total ?? -1) - (results[a].total ?? -1) || a - b;
    });
    let before = null;
    order.forEach((n, place) => {
      const own = results[n];
      if (!own.enough) { own.rank = null; return; }
      const level = before !== null && Math.abs(before.total - own.total) < 1e-9;
      own.rank = level ? before.rank : place + 1;
      before = own;
    });
    return { results, order };
  }

  const say = (cell, words) => { if (cell.textContent !== words) cell.textContent = words; };
  const shown = (value) => (value === null ? "—" : value.toFixed(1));
  const signed = (value) => (Math.abs(value) < 0.05 ? "0.0" : (value > 0 ? "+" : "−") + Math.abs(value).toFixed(1));

  function trial(holder) {
    const told = JSON.parse(holder.dataset.trial);
    const panel = document.getElementById(holder.dataset.weights);
    if (!panel) return;
    const rows = told.areas.map(([area, name, rank, total, , above]) => {
      const cells = ["num", "num", "", "num", "num", "num", "num", ""].map((look) => element("td", { class: look, role: "cell" }));
      cells[2].append(name, ...within(above));
      cells[4].textContent = shown(total);
      cells[6].textContent = rank === null ? "—" : String(rank);
      cells[7].append(element("div", { class: "hc-barcell" }, element("i")));
      return { line: element("tr", { role: "row", "data-search": (name + " " + above + " " + area).toLowerCase(), "data-area": area }, ...cells), cells };
    });
    const bars = rows.map(({ cells }) => cells[7].querySelector("i"));
    const heads = [["试算位次", "num"], ["变动", "num"], [told.head, ""], ["试算得分", "num"], ["原得分", "num"], ["差", "num"], ["原位次", "num"], ["试算得分（0–100）", ""]];
    // rows are grids, so that those out of sight are not laid out (2,847 counties: 2 s a step as a table); roles keep the table
    const body = element("tbody", { role: "rowgroup" });
    holder.replaceChildren(element("table", { class: "hc-table hc-trial", id: holder.id + "-table", role: "table" },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads.map(([words, look]) => element("th", { class: look, role: "columnheader" }, words)))), body));

    const controls = told.items.map(([name, , weight], n) => {
      const input = element("input", { type: "range", min: "0", max: String(Math.max(3 * weight, 3)), step: "0.1", value: String(weight), "aria-label": `${name}的权重` });
      return { input, share: element("output", {}), weight, n };
    });
    const factors = new Map();
    told.items.forEach(([, dimension]) => {
      if (!factors.has(dimension)) factors.set(dimension, element("input", { type: "range", min: "0", max: "3", step: "0.1", value: "1", "aria-label": `维度${dimension}的倍数` }));
    });
    const state = element("span", { role: "status" });
    const reset = element("button", { type: "button", class: "hc-button quietly" }, "恢复方案权重");

    function compute() {
      const started = performance.now();
      const weights = controls.map(({ input, n }) => Number(input.value) * Number(factors.get(told.items[n][1]).value));
      const whole = weights.reduce((a, b) => a + b, 0);
      const { results, order } = ranked(told, weights);
      let moved = 0;
      const lines = [];
      order.forEach((n) => {
        const [, , rank, total] = told.areas[n];
        const own = results[n];
        const { cells, line } = rows[n];
        const step = rank !== null && own.rank !== null ? rank - own.rank : 0;
        if (step || (rank === null) !== (own.rank === null)) moved += 1;
        say(cells[0], own.rank === null ? "—" : String(own.rank));
        say(cells[1], step ? String(Math.abs(step)) : "");
        const look = "num " + (step > 0 ? "up better" : step < 0 ? "down worse" : "");
        if (cells[1].className !== look) cells[1].className = look;
        say(cells[3], own.total === null ? "—" : own.rank === null ? `（${shown(own.total)}）` : shown(own.total));
        say(cells[5], own.total === null || total === null ? "" : signed(own.total - total));
        bars[n].style.width = Math.min(Math.max(own.total || 0, 0), 100).toFixed(1) + "%";
        lines.push(line);
      });
      if (lines.some((line, place) => body.children[place] !== line)) body.replaceChildren(...lines);
      controls.forEach(({ share, n }) => { share.textContent = whole > 0 ? (100 * weights[n] / whole).toFixed(1) + "%" : "0%"; });
      const changed = controls.some(({ input, weight }) => Number(input.value) !== weight) || [...factors.values()].some((f) => f.value !== "1");
      state.textContent = !whole ? "权重全为0，无法排名。" : changed ? `已改动权重，${moved}个地区位次变动。` : "现为方案权重，拖动即时重排。";
      holder.dataset.changed = changed ? "yes" : "";
      holder.dataset.took = (performance.now() - started).toFixed(1);
    }

    reset.addEventListener("click", () => {
      controls.forEach(({ input, weight }) => { input.value = String(weight); });
      factors.forEach((input) => { input.value = "1"; });
      compute();
    });
    const groups = [...factors].map(([dimension, factor]) => element("div", { class: "hc-trial-group" },
      element("label", { class: "dimension" }, element("b", {}, dimension), factor, element("output", {}, "")),
      ...controls.filter(({ n }) => told.items[n][1] === dimension).map(({ input, share, n }) =>
        element("label", {}, element("span", { title: told.items[n][0] }, told.items[n][0]), input, share))));
    panel.replaceChildren(element("div", { class: "hc-trial-head" }, element("b", {}, told.label), state, reset), ...groups);
    panel.addEventListener("input", compute);
    compute();
  }

  /* ---- both are made when they come into the page ---- */
  const FILLS = [["matrix", matrix], ["trial", trial]];
  function fill(holder) {
    FILLS.forEach(([key, make]) => {
      const wanted = holder.dataset[key];
      if (wanted === undefined || holder.cockpitMade === wanted) return;
      holder.cockpitMade = wanted;
      make(holder);
      holder.dispatchEvent(new CustomEvent("cockpit:filled", { bubbles: true }));
    });
  }
  const SELECTOR = "[data-matrix], [data-trial]";
  new MutationObserver((changes) => {
    const found = new Set();
    for (const change of changes) {
      if (change.type === "attributes") found.add(change.target);
      for (const added of change.addedNodes) {
        if (added.nodeType !== Node.ELEMENT_NODE) continue;
        if (added.matches(SELECTOR)) found.add(added);
        added.querySelectorAll(SELECTOR).forEach((holder) => found.add(holder));
      }
    }
    found.forEach(fill);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-matrix", "data-trial"] });

  /* Links in the matrix behave like Dash's own; links to a part of the page arrive there when it stands. */
  let wanted = window.location.hash.slice(1);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link) return;
    const href = link.getAttribute("href");
    if (href.includes("#assessment-")) wanted = href.split("#")[1];
    if (!link.closest(".hc-matrix") || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }, true);
  document.addEventListener("cockpit:filled", () => requestAnimationFrame(() => {
    const part = wanted && wanted.startsWith("assessment-") && document.getElementById(wanted);
    if (!part) return;
    wanted = "";
    part.scrollIntoView({ block: "nearest" });
  }));
})();
