/* What a page shows, for slides: its head, its key numbers and its figures in order, each with its words, its charts as
   data, its tables as text. Runs in the opened page; an expression that answers an object. */
() => {
  "use strict";
  const LAMPS = { good: "●", watch: "◆", bad: "▲", none: "○" };
  const SKIPPED = "script, style, button, input, select, .hc-add, .hc-down, .hc-spoken, .hc-out, .hc-mode";
  const shown = (e) => !e.checkVisibility || e.checkVisibility({ visibilityProperty: true });
  const tidy = (text) => text.replace(/[ \t\n]+/g, " ").replace(/ *　 */g, "　").trim();
  const words = (e, selector) => { const found = e && e.querySelector(selector); return found ? textOf(found) : ""; };

  /* The text of an element as one reads it: with the shapes of lamps, without buttons and what is hidden. */
  function textOf(element) {
    const parts = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) { parts.push(node.data); return; }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED) || !shown(node)) return;
      if (node.matches(".hc-lamp")) parts.push(" " + (LAMPS[[...node.classList].find((c) => LAMPS[c])] || ""));
      if (node.matches(".hc-crosses")) parts.push(" ◇");
      if (node !== element && getComputedStyle(node).display === "block") parts.push(" ");
      if (node.matches(".hc-demo")) parts.push(" ");
      node.childNodes.forEach(walk);
      // what stands on a line of its own is no part of the word before it (an interval below its value)
      if (node.matches("div, p, li, dt, dd, br, .hc-lamp, .hc-demo, .hc-official") || getComputedStyle(node).display === "block") parts.push(" ");
    };
    walk(element);
    return tidy(parts.join(""));
  }

  const LOOKS = ["num", "better", "worse", "quiet", "low", "mid"];
  function cellOf(cell) {
    const number = cell.classList.contains("num");
    return {
      text: textOf(cell), span: cell.colSpan, number, bold: cell.tagName === "TH" || !!cell.querySelector("b"),
      look: LOOKS.filter((c) => cell.classList.contains(c)), demonstration: !!cell.querySelector(".hc-demo"),
      centred: getComputedStyle(cell).textAlign === "center",
    };
  }

  function tableOf(table) {
    const before = table.previousElementSibling;
    const caption = table.caption ? textOf(table.caption) : before && /^H[3-6]$/.test(before.tagName) ? textOf(before) : "";
    const rows = [...table.rows].filter(shown).map((row) => ({
      head: row.parentElement.tagName === "THEAD", group: row.cells.length === 1 || /group|head/.test(row.className),
      strong: /(^| )(nation|own|parent|benchmark|self|hc-own|on)( |$)/.test(row.className),
      cells: [...row.cells].filter(shown).map(cellOf),
    }));
    return { kind: "table", caption, look: table.className, rows };
  }

  function termsOf(list) {
    const pairs = [...list.querySelectorAll("dt")].map((term) => [textOf(term), textOf(term.nextElementSibling)]);
    return { kind: "terms", pairs };
  }

  /* Plain JSON of what plotly holds: typed arrays as lists, no geometry. */
  const plain = (value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value, (n) => (Number.isFinite(n) ? n : null));
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "geojson" && key[0] !== "_").map(([key, inner]) => [key, plain(inner)]));
    return typeof value === "function" || value === undefined ? null : value;
  };

  function chartOf(graph) {
    const map = graph.data.some((trace) => /choropleth|geo/.test(trace.type));
    if (map) return { kind: "map" };
    const axes = {};
    Object.entries(graph._fullLayout).forEach(([key, axis]) => {
      if (!/^[xy]axis\d*$/.test(key)) return;
      axes[key] = { range: plain(axis.range), domain: plain(axis.domain), visible: axis.visible, type: axis.type, tickformat: axis.tickformat || "",
        tickvals: plain(axis.tickvals) || null, ticktext: plain(axis.ticktext) || null, title: (axis.title && axis.title.text) || "", grid: axis.showgrid };
    });
    return { kind: "chart", data: plain(graph.data), axes, shapes: plain(graph.layout.shapes || []), annotations: plain(graph.layout.annotations || []) };
  }

  function partsOf(frame) {
    return [...frame.querySelectorAll(".js-plotly-plot, table, dl.hc-terms")].filter((part) => shown(part) && !part.closest("dialog"))
      .map((part) => (part.tagName === "TABLE" ? tableOf(part) : part.tagName === "DL" ? termsOf(part) : chartOf(part)));
  }

  function notesOf(frame) {
    return [...frame.querySelectorAll("p, .hc-note")].filter((e) => shown(e) && !e.closest("table, header, .hc-source") && !e.parentElement.closest("p, .hc-note"))
      .map((e) => textOf(e).replace(/[^。；]*›$/, "")).filter(Boolean); // without ways to other pages
  }

  function figureOf(frame) {
    const head = frame.querySelector(":scope > header");
    const caption = frame.querySelector(":scope > figcaption"); // of a bulletin: its words, then marks and unit
    const captioned = caption ? tidy([...caption.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join("")) : "";
    const said = textOf([...frame.querySelectorAll(".hc-source")].pop() || document.createElement("i"));
    const told = (key, pattern) => frame.dataset[key] || (said.match(pattern) || [])[1] || "";
    const out = frame.querySelector(".hc-out[data-rows]");
    const quiet = head ? head.textContent : "";
    return {
      id: frame.dataset.figure, title: head ? (head.querySelector("h2") || head).textContent.trim() : captioned || frame.getAttribute("aria-label") || "",
      subtitle: head && head.querySelector(".hc-sub") ? tidy(head.querySelector(".hc-sub").textContent) : "",
      unit: ((caption ? words(caption, ".unit") : quiet).match(/单位：([^　]*)$/) || [])[1] || "",
      source: told("source", /来源：(.*?)(?:　数据截止|　数据版本|　?待核验$|$)/), cut_off: told("cutOff", /数据截止：([^　]+)/),
      demonstration: !!frame.dataset.demonstration || !!frame.querySelector(".hc-demo"), unverified: /待核验$/.test(said),
      credit: words(frame, ".hc-credit"), rows: out ? out.dataset.rows : "", indicator: frame.dataset.indicator || "", parts: partsOf(frame), notes: notesOf(frame),
    };
  }

  /* Headline numbers that stand outside figures. */
  const valueOf = (card) => {
    const unit = words(card, ".v .unit, .w .unit");
    const whole = words(card, ".v, .w");
    return unit && whole.endsWith(unit) ? whole.slice(0, -unit.length).trim() : whole;
  };
  const cards = [...document.querySelectorAll(".hc-page .hc-card, .hc-page .hc-fact")].filter(shown).map((card) => ({
    name: words(card, "h3, .t").replace(/　?履历$/, ""), state: words(card, "h3 ~ .hc-lamp"), value: valueOf(card), unit: words(card, ".v .unit, .w .unit"),
    target: words(card, ".m > span:first-child, .n"), note: words(card, ".m > span:last-child"), demonstration: !!card.querySelector(".hc-demo"),
  }));
  const head = document.querySelector("h1");
  const page = document.querySelector(".hc-nav [aria-current]");
  return {
    title: head ? tidy(head.textContent) : document.title, page: page ? tidy(page.textContent) : "", what: head ? words(head.parentElement, ".hc-what") : "",
    place: [...document.querySelectorAll(".hc-crumb a, .hc-crumb b")].map((e) => e.textContent.trim()).filter(Boolean),
    demonstration: !!document.querySelector(".hc-page .hc-demo"), cards,
    figures: [...document.querySelectorAll("[data-figure]")].filter((f) => shown(f) && !f.parentElement.closest("[data-figure]")).map(figureOf),
    notes: [...document.querySelectorAll("footer.hc-foot > span:first-child")].map(textOf),
    indicator: new URLSearchParams(location.search).get("indicator") || "",
  };
}
