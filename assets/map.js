/* The map page in the browser: table and readout are written from the figure that the server sent once. */
(function () {
  "use strict";
  const cockpit = (window.dash_clientside = window.dash_clientside || {}).cockpit = window.dash_clientside.cockpit || {};
  const none = () => window.dash_clientside.no_update;
  let shown = null; // rows in the order of the table: {code, name, value, rank, …}
  let current = -1;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const number = (value, decimals, signed) => {
    if (value === null || value === undefined || Number.isNaN(value)) return "…";
    const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    if (Number(text.replace(/,/g, "")) === 0) return text;
    return (value < 0 ? "−" : signed ? "+" : "") + text;
  };
  const count = (value) => {
    if (value === null) return "…";
    if (Math.abs(value) >= 1e8) return number(value / 1e8, 2) + "亿";
    return Math.abs(value) >= 1e4 ? number(value / 1e4, 1) + "万" : number(value, 0);
  };
  const MARKS = { not_applicable: "-", suppressed: "×", missing: "…", withheld: "存疑" };
  const addressOf = (meta, code) => {
    const query = new URLSearchParams(meta.search);
    query.set("area", code);
    return "?" + query.toString().replace(/%2C/g, ",");
  };

  /* Why an area's value is in doubt, and where the finding is told in full; null where it is not. */
  function doubt(code, meta) {
    const found = (meta.doubts || {})[code];
    if (!found) return null;
    const query = new URLSearchParams(found[1] ? { area: code, finding: found[1] } : { area: code });
    const version = new URLSearchParams(meta.search).get("v");
    if (version) query.set("v", version);
    return { reason: meta.reasons[found[0]], address: "/quality?" + query };
  }
  function doubtMark(code, meta) {
    const found = doubt(code, meta);
    if (!found) return null;
    const mark = element("a", "hc-doubt");
    mark.append(element("span", "", "存疑"));
    mark.href = found.address;
    mark.title = (meta.hidden ? "数据存疑，未显示：" : "存疑：") + found.reason;
    mark.setAttribute("aria-label", mark.title);
    return mark;
  }

  /* plotly fetches the geometry once per page and keeps it here by its URL; the names are in it. */
  async function features(url) {
    for (let i = 0; i < 1200; i += 1) {
      const kept = window.PlotlyGeoAssets && window.PlotlyGeoAssets[url];
      if (kept && kept.features) return kept.features;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return [];
  }

  async function rowsOf(figure) {
    const trace = figure.data[0];
    const { meta } = figure.layout;
    const names = new Map((await features(trace.geojson)).map((f) => [f.id, f.properties]));
    const unranked = new Set(meta.unranked);
    const values = trace.customdata;
    const rows = trace.locations.map((code, i) => {
      const value = values[i] === undefined ? null : values[i];
      const known = names.get(code) || {};
      return {
        code, value, at: i, name: known.name || code, within: known.in || "", rank: null, mark: MARKS[meta.marks[code]] || "…",
        colour: value === null ? null : cockpit.colour(trace.colorscale, trace.z[i], trace.zmin, trace.zmax),
      };
    });
    const sign = meta.lowest_first ? 1 : -1;
    const place = (r) => (r.value === null ? 2 : unranked.has(r.code) ? 1 : 0); // ranked, without rank, without value
    rows.sort((a, b) => place(a) - place(b) || sign * (a.value - b.value) || a.at - b.at);
    /* Competition ranks, 1, 2, 2, 4; what lies outside the statistics has none. */
    let last = null;
    let ranked = 0;
    if (meta.kind !== "yes_no") rows.filter((r) => r.value !== null && !unranked.has(r.code)).forEach((row) => {
      ranked += 1;
      row.rank = last !== null && last.value === row.value ? last.rank : ranked;
      last = row;
    });
    return rows;
  }
  cockpit.colour = (scale, z, low, high) => {
    const share = (z - low) / (high - low || 1);
    let found = scale[0][1];
    for (const [at, colour] of scale) if (share >= at - 1e-9) found = colour;
    return found;
  };

  /* Counts are read by their share of the nation and in 万 and 亿; everything else by its difference. */
  const displayed = (value, meta) => (meta.kind === "count" ? count(value) : meta.kind === "yes_no" ? (value ? "是" : "否") : number(value, meta.decimals));
  const compared = (meta) => meta.sum || !meta.kind; // a count that is no sum, 是 and 否 have no difference
  const against = (value, reference, meta) => {
    if (!compared(meta)) return "";
    if (reference === null || value === null) return "—";
    return meta.sum ? number((value / reference) * 100, 2) + "%" : number(value - reference, meta.decimals, true);
  };

  /* The number as the link to its passport; what all numbers of the map share comes with the figure. */
  function passport(code, text, meta) {
    const link = element("a", "hc-number", text);
    link.href = "/passport?" + meta.passport + "&area=" + code;
    link.title = "数值溯源";
    return link;
  }

  function tableRow(row, meta, largest, reference) {
    const tr = element("tr", row.code === meta.selected ? "sel" : "");
    tr.dataset.area = row.code;
    tr.append(element("td", "num", row.rank !== null ? String(row.rank) : meta.kind === "yes_no" ? "" : "—"));
    const name = element("td");
    const swatch = element("span", row.colour ? "hc-swatch" : "hc-swatch nodata");
    if (row.colour) swatch.style.background = row.colour;
    const mark = doubtMark(row.code, meta);
    const link = element("a", "", row.name);
    link.href = addressOf(meta, row.code);
    name.append(swatch, ...[mark].filter(Boolean), link);
    if (row.within) name.append(element("span", "quiet within", row.within));
    const value = element("td", "num");
    value.append(passport(row.code, row.value === null ? (mark ? "—" : row.mark) : displayed(row.value, meta), meta));
    tr.append(name, value);
    const cell = element("div", "hc-barcell");
    if (row.value !== null && row.value <= largest && meta.kind !== "yes_no") { const bar = element("i"); bar.style.width = Math.max(0, (row.value / largest) * 100) + "%"; cell.append(bar); }
    if (reference !== null && !meta.kind) { const line = element("u"); line.style.left = (reference / largest) * 100 + "%"; cell.append(line); }
    const td = element("td"); td.append(cell); tr.append(td);
    tr.append(element("td", "num", against(row.value, reference, meta)));
    return tr;
  }

  function referenceRow([code, name, value], meta, largest, reference) {
    const tr = tableRow({ code, name, value, rank: null, within: "", mark: "…", colour: null }, meta, largest, reference);
    tr.className = "ref";
    tr.cells[0].textContent = "";
    if (code === meta.benchmarks[0][0] && compared(meta)) tr.cells[4].textContent = "—";
    tr.cells[1].replaceChildren(...[doubtMark(code, meta)].filter(Boolean), element("span", "", name));
    delete tr.dataset.area;
    return tr;
  }

  cockpit.write_table = function (figure) {
    if (!figure || !figure.data || !figure.data.length) return none();
    write(figure);
    watch();
    return none();
  };
  /* On a narrow map the few names of a small one; the figure carries both, because only the browser knows its width. */
  function rename(drawn) {
    if (!drawn.layout.meta) return;
    if (drawn.clientWidth >= 680) { drawn.dataset.named = "wide"; return; }
    const { narrow } = drawn.layout.meta;
    const kept = drawn.data.filter((trace) => trace.mode !== "text" || trace.geo !== "geo");
    const [now] = drawn.data.filter((trace) => trace.mode === "text" && trace.geo === "geo");
    const wanted = narrow.length ? narrow[0].text.length : 0;
    if (now && now.text.length !== wanted) {
      drawn.dataset.named = "changing"; // until the picture has followed the data
      drawn.dataset.again = "0";
      window.Plotly.react(drawn, kept.concat(narrow), drawn.layout);
      return;
    }
    if (!now && wanted) return;
    /* a drawing that was under way may still put the many names into the picture after the data have the few */
    const seen = drawn.querySelectorAll(".geo:not(.geo2) .scatterlayer text").length;
    const again = Number(drawn.dataset.again || 0);
    if (seen > wanted && again < 3) {
      drawn.dataset.again = String(again + 1);
      window.Plotly.redraw(drawn);
    } else drawn.dataset.named = "narrow";
  }
  async function watch() {
    for (let i = 0; i < 1200; i += 1) {
      const drawn = document.querySelector("#map-figure .js-plotly-plot");
      if (drawn && drawn.on) {
        if (!drawn.dataset.watched) { drawn.dataset.watched = "yes"; drawn.on("plotly_afterplot", () => rename(drawn)); }
        if (drawn.data) rename(drawn);
        return;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }
  async function write(figure) {
    const rows = await rowsOf(figure);
    const place = document.getElementById("map-table");
    if (!place) return;
    const { meta } = figure.layout;
    shown = { rows, meta };
    const reference = meta.benchmarks.length ? meta.benchmarks[0][2] : null;
    const beside = meta.kind === "count" ? [] : meta.benchmarks.map((b) => b[2] || 0);
    const largest = Math.max(...rows.map((r) => r.value || 0), ...beside) * 1.04 || 1;
    const table = element("table", "hc-table");
    const head = element("thead");
    const titles = element("tr");
    const firstName = meta.benchmarks.length ? meta.benchmarks[0][1] : "全国";
    [[meta.kind === "yes_no" ? "" : "位次", "num"], ["地区", ""], [meta.unit, "num"], [meta.kind ? "" : "│ " + firstName, "bar"], [compared(meta) ? (meta.sum ? "占" : "较") + firstName : "", "num"]]
      .forEach(([words, kind]) => { const th = element("th", kind, words); th.scope = "col"; titles.append(th); });
    head.append(titles);
    const body = element("tbody");
    meta.benchmarks.forEach((b) => body.append(referenceRow(b, meta, largest, reference)));
    const first = 80; // the rows in sight; the rest follow when the browser is idle
    rows.slice(0, first).forEach((r) => body.append(tableRow(r, meta, largest, reference)));
    table.append(head, body);
    place.replaceChildren(table);
    if (rows.length > first) {
      setTimeout(() => {
        const rest = document.createDocumentFragment();
        rows.slice(first).forEach((r) => rest.append(tableRow(r, meta, largest, reference)));
        if (body.isConnected) body.append(rest);
      }, 0);
    }
    current = Math.max(0, rows.findIndex((r) => r.code === meta.selected));
    if (meta.selected === null && rows.length) current = 0;
    speak(rows[current]);
    place.dataset.ready = figure.layout.meta.search + meta.layer;
  }

  function speak(row) {
    const place = document.getElementById("map-readout");
    if (!place || !row) return;
    const { meta, rows } = shown;
    const value = element("div", "v");
    value.append(passport(row.code, row.value === null ? row.mark : displayed(row.value, meta), meta));
    if (meta.kind === "count" && Math.abs(row.value) >= 1e4) value.title = number(row.value, meta.decimals) + meta.unit;
    if (row.value !== null || row.mark !== MARKS.withheld) value.append(element("span", "unit", " " + meta.unit));
    const facts = element("dl", "hc-map-facts");
    const fact = (term, words) => { facts.append(element("dt", "", term), element("dd", "", words)); };
    meta.counts.forEach(([label, column]) => { if (label && column[row.at] !== null) fact(label, count(column[row.at])); });
    const [reference] = meta.benchmarks;
    if (reference && row.value !== null && reference[2] !== null && compared(meta)) {
      fact((meta.sum ? "占" : "较") + reference[1], against(row.value, reference[2], meta) + (meta.sum ? "" : " " + meta.difference));
    }
    const ranked = rows.filter((r) => r.rank !== null).length;
    if (ranked) fact("位次", row.rank === null ? "—" : row.rank + " / " + ranked.toLocaleString("en-US"));
    if (meta.outside.includes(row.code)) fact("说明", "不在统计范围内");
    else if (ranked && row.value !== null && row.rank === null) fact("说明", `事件数不足${meta.fewest_events}，不排位`);
    const link = element("a", "", "地区画像");
    link.href = "/area" + addressOf(meta, row.code);
    const name = element("b", "", row.name);
    if (row.within) name.append(element("span", "quiet within", row.within));
    const why = doubt(row.code, meta);
    const told = why ? [element("p", "hc-doubt-why")] : [];
    if (why) {
      const onward = element("a", "", "查看问题 ›");
      onward.href = why.address;
      told[0].append(doubtMark(row.code, meta), meta.hidden ? " 未显示：" : " ", why.reason + " ", onward);
    }
    place.replaceChildren(name, value, facts, ...told, link);
  }

  function select(index, scroll) {
    if (!shown || !shown.rows.length) return;
    current = (index + shown.rows.length) % shown.rows.length;
    const row = shown.rows[current];
    speak(row);
    const tr = document.querySelector(`#map-table tr[data-area="${row.code}"]`);
    document.querySelectorAll("#map-table tr.near").forEach((x) => x.classList.remove("near"));
    if (tr) { tr.classList.add("near"); if (scroll) tr.scrollIntoView({ block: "nearest" }); }
    outline(row.code);
  }
  /* Marks an area in the picture without drawing it again: plotly's path takes a class. */
  function outline(code) {
    document.querySelectorAll(".hc-map-near").forEach((p) => p.classList.remove("hc-map-near"));
    const layer = document.querySelector("#map-figure .geo .choroplethlayer .trace, #map-figure .geo .choroplethlayer > g");
    if (!layer) return;
    layer.querySelectorAll("path.choroplethlocation").forEach((path) => {
      if (path.__data__ && path.__data__.loc === code) { path.classList.add("hc-map-near"); }
    });
  }

  cockpit.read_out = function (hover) {
    if (shown && hover && hover.points && hover.points.length) {
      const { location } = hover.points[0];
      const at = shown.rows.findIndex((r) => r.code === location);
      if (at >= 0) select(at, false);
    }
    return none();
  };
  cockpit.drill_down = function (click, figure) {
    if (!click || !click.points.length) return none();
    const { location } = click.points[0];
    const { meta } = figure.layout;
    if (!/^\d{6}$/.test(location) || location === meta.selected) return none();
    return addressOf(meta, location);
  };

  const go = (search) => cockpit.go(search);
  /* A click on the map or on a link to another map takes the short way (`steps.js`); through Dash it would pass several
     of its rounds before anything is asked for. Plotly keeps the area under the pointer as its hover data. */
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest('#map-table a:not(.hc-number), .hc-crumb a[href^="/map"], .hc-seg a[href^="/map"]');
    const map = event.target.closest("#map-figure .js-plotly-plot");
    const point = map && map._hoverdata && map._hoverdata[0];
    let search = null;
    if (link && window.location.pathname === "/map" && new URL(link.href).pathname === "/map") search = new URL(link.href).search;
    else if (point && /^\d{6}$/.test(point.location) && point.location !== map.layout.meta.selected) search = addressOf(map.layout.meta, point.location);
    if (search === null) return;
    event.preventDefault();
    event.stopPropagation();
    go(search);
  }, true);
  document.addEventListener("mouseover", (event) => {
    const tr = event.target.closest && event.target.closest("#map-table tr[data-area]");
    if (tr && shown) select(shown.rows.findIndex((r) => r.code === tr.dataset.area), false);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest || !event.target.closest("#map-keys") || !shown) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) { event.preventDefault(); select(current + step, true); }
    else if (event.key === "Enter") go(addressOf(shown.meta, shown.rows[current].code));
    else if (event.key === "Backspace" || event.key === "Escape") {
      const above = [...document.querySelectorAll(".hc-crumb a")].pop();
      if (above) { event.preventDefault(); go(new URL(above.href).search); }
    }
  });
})();
