/* What is wrong with a page that stands, as [kind, words] (kinds of snapshots/failure.py). Evaluated in the page by
   inspection.py with {version, sheet}: `sheet` is what text may reach on paper (left, right) and how high a page is, px; null on a screen. */
({ version, sheet }) => {
  const found = [];
  const tell = (kind, words) => { if (found.length < 20) found.push([kind, words]); };
  const content = document.getElementById("_pages_content");
  const short = (words) => words.replace(/\s+/g, " ").trim().slice(0, 24);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const nameOf = (element) => {
    const frame = element.closest("[data-figure]");
    return frame ? `“${frame.getAttribute("aria-label") || frame.id}”` : "页面";
  };

  /* ---- words of a page that failed ---- */
  for (const failed of content.querySelectorAll(".hc-state-error")) tell("page", short(failed.innerText) || "页面未能生成");
  for (const card of document.querySelectorAll(".dash-error-card")) tell("callback", short(card.innerText));
  if (/页面未能生成|Error loading layout|Callback error/.test(content.innerText)) tell("page", "页面未能生成");
  const told = new Set([...content.innerText.matchAll(/数据版本[：\s]*(\d{4}\.\d+\.\d+)/g)].map((m) => m[1]));
  for (const other of told) if (version && other !== version && !content.querySelector(".hc-versions")) tell("version", `页面是数据版本 ${other} 的，应为 ${version}`);

  /* ---- something else than was asked for: a reader of the file would not know ---- */
  for (const box of content.querySelectorAll(".hc-notices")) tell("address", `没有按地址显示：${box.innerText.replace(/\s+/g, " ").trim().slice(0, 120)}请改正地址后重新生成`);

  /* ---- figures ---- */
  for (const frame of content.querySelectorAll("[data-figure]")) {
    if (!shown(frame)) continue;
    const body = [...frame.children].filter((child) => !child.matches("header, .hc-source, .hc-credit"));
    const empty = body.every((child) => !child.innerText.trim() && !child.querySelector("svg, img, table, canvas") && !child.matches("svg, img, table"));
    if (empty) tell("figure", `${nameOf(frame)}是空的`);
  }
  const finite = (values) => Array.prototype.some.call(values || [], (v) => v !== null && v !== undefined && v !== "" && !Number.isNaN(v));
  const drawn = (plot, selector) => [...plot.querySelectorAll(selector)].filter((path) => (path.getAttribute("d") || "").length > 2);
  for (const graph of content.querySelectorAll(".dash-graph")) {
    if (graph.closest(".hc-wall") && !shown(graph)) continue; // a wall leaves out what its screen has no room for
    const name = nameOf(graph);
    const plot = graph.querySelector(".js-plotly-plot");
    if (!plot || !plot._fullData) { tell("figure", `${name}没有绘出`); continue; }
    const traces = plot._fullData.filter((trace) => trace.visible === true);
    if (!traces.length && !(plot.layout.annotations || []).length) tell("figure", `${name}没有任何图线`);
    if (Math.abs(plot._fullLayout.width - plot.clientWidth) > 2) tell("figure", `${name}宽${plot._fullLayout.width}像素，版面宽${plot.clientWidth}像素`);
    if (sheet && graph.getBoundingClientRect().height > sheet.height) tell("clipped", `${name}高${Math.round(graph.offsetHeight)}像素，一页纸只容${Math.round(sheet.height)}像素`);
    const lines = traces.filter((t) => t.type === "scatter" && finite(t.y) && finite(t.x));
    const paths = [...plot.querySelectorAll(".scatterlayer > .trace")].filter((g) => g.querySelector("path, text"));
    if (paths.length < lines.length) tell("figure", `${name}有${lines.length}条图线，只绘出${paths.length}条`);
    const bars = traces.filter((t) => t.type === "bar" && finite(t.x) && finite(t.y));
    if (plot.querySelectorAll(".barlayer .trace").length < bars.length) tell("figure", `${name}的条形没有绘全`);
    const geoLines = traces.filter((t) => t.type === "scattergeo" && finite(t.lon));
    if (plot.querySelectorAll(".scattergeo").length < geoLines.length) tell("map", `${name}的线和地名没有绘全`);
    if (traces.some((t) => t.type === "choropleth")) map(plot, traces, name, graph);
  }

  /* Every area of the frame, the ten dashes, the inset of the nation and of Hainan, the credit. */
  function map(plot, traces, name, graph) {
    const assets = window.PlotlyGeoAssets || {};
    const ids = (url) => new Set(((assets[url] || {}).features || []).map((f) => f.id));
    const known = new Map();
    for (const trace of traces.filter((t) => t.type === "choropleth")) {
      if (!known.has(trace.geojson)) known.set(trace.geojson, ids(trace.geojson));
      const missing = trace.locations.filter((code) => !known.get(trace.geojson).has(code));
      if (missing.length) tell("map", `${name}缺少${missing.length}个图形：${missing.slice(0, 3).join("、")}`);
    }
    const wanted = traces.filter((t) => t.type === "choropleth").reduce((sum, t) => sum + t.locations.length, 0);
    const paths = plot.querySelectorAll(".choroplethlayer path.choroplethlocation").length;
    if (paths < wanted) tell("map", `${name}应有${wanted}个图形，只绘出${paths}个`);
    const there = drawn(plot, ".choroplethlayer path.choroplethlocation");
    const inked = new Set(there.map((path) => path.__data__ && path.__data__.loc));
    const { meta } = plot.layout;
    if (!meta || !meta.parent) return;
    const areas = traces.find((t) => t.type === "choropleth").locations;
    const whole = [...(known.get(traces.find((t) => t.type === "choropleth").geojson) || [])].filter((id) => /^\d{6}$/.test(id));
    const given = new Set(areas);
    const lost = whole.filter((id) => !given.has(id) || !(inked.has(id) || inked.has("i" + id))); // islands far out lie in the inset alone
    if (lost.length) tell("map", `${name}缺少${lost.length}个地区：${lost.slice(0, 3).join("、")}`);
    if (meta.parent === "100000" && meta.layer === "province" && areas.length !== 34) tell("map", `${name}应有34个省级单位，实有${areas.length}个`);
    const nation = meta.parent === "100000";
    if (nation || meta.parent === "460000") {
      if (!plot.layout.geo2 || !plot.querySelector(".geo2 .choroplethlayer path.choroplethlocation")) tell("map", `${name}缺少南海诸岛附图`);
      const strokes = there.filter((path) => path.__data__ && path.__data__.loc === "inset-dashes").reduce((sum, path) => sum + (path.getAttribute("d").match(/M/g) || []).length, 0);
      if (strokes < 10) tell("map", `${name}的南海断续线应有十段，附图中只绘出${strokes}段`);
    }
    if (nation && !there.some((path) => path.__data__ && path.__data__.loc === "dashes")) tell("map", `${name}缺少断续线`);
    const frame = graph.closest("[data-figure]") || content;
    const credit = frame.querySelector(".hc-credit") || content.querySelector(".hc-credit");
    if (!credit || !shown(credit) || !credit.innerText.includes("审图号")) tell("map", `${name}缺少底图说明和审图号`);
  }

  /* ---- text: within its boxes, on the sheet, not over other text ---- */
  const boxes = [];
  const characters = new Set();
  const clips = new Map(); // element → the nearest boxes that cut it off
  function cutting(element) {
    if (!element || element === content.parentElement) return [];
    if (clips.has(element)) return clips.get(element);
    const style = getComputedStyle(element);
    const above = cutting(element.parentElement);
    /* A screen scrolls, and shortens names with an ellipsis; paper does neither. */
    const screen = !sheet && (style.textOverflow === "ellipsis" || /auto|scroll/.test(style.overflowX + style.overflowY));
    const own = style.overflowX !== "visible" || style.overflowY !== "visible";
    const mine = own ? [...above, { element, soft: screen, rect: element.getBoundingClientRect(), x: style.overflowX !== "visible", y: style.overflowY !== "visible" }] : above;
    clips.set(element, mine);
    return mine;
  }
  /* Whether a character that is seen stands off the sheet: a space at the end of a line may. */
  function beyond(node) {
    const one = document.createRange();
    return [...node.data].some((character, i) => {
      if (/\s/.test(character) || i >= node.length) return false;
      one.setStart(node, i);
      one.setEnd(node, i + 1);
      return [...one.getClientRects()].some((rect) => rect.width && (rect.left < sheet.left - 2 || rect.right > sheet.right + 2));
    });
  }
  const range = document.createRange();
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest("title, desc, style, script, option, .hc-quiet") || !shown(holder)) continue;
    for (const character of node.data) characters.add(character);
    range.selectNodeContents(node);
    const around = cutting(holder);
    if (around.some((c) => c.rect.width <= 1 && c.rect.height <= 1)) continue; // for screen readers
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const map = holder.closest(".geolayer") && holder.closest("svg").getBoundingClientRect();
      if (map && (rect.left > map.right || rect.right < map.left || rect.top > map.bottom || rect.bottom < map.top)) { tell("map", `${nameOf(holder)}的地名“${short(node.data)}”在图框之外`); break; }
      const seen = { left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
      for (const c of around.filter((box) => box.soft)) {
        Object.assign(seen, { left: Math.max(seen.left, c.rect.left), right: Math.min(seen.right, c.rect.right), top: Math.max(seen.top, c.rect.top), bottom: Math.min(seen.bottom, c.rect.bottom) });
      }
      if (seen.right - seen.left < 2 || seen.bottom - seen.top < rect.height * 0.6) continue;
      const cut = around.find((c) => !c.soft && ((c.x && (rect.left < c.rect.left - 2 || rect.right > c.rect.right + 2)) || (c.y && (rect.top < c.rect.top - rect.height * 0.4 || rect.bottom > c.rect.bottom + rect.height * 0.4))));
      if (cut) { tell("clipped", `${nameOf(holder)}中“${short(node.data)}”被截断`); break; }
      if (sheet && (rect.left < sheet.left - 2 || rect.right > sheet.right + 2) && beyond(node)) { tell("clipped", `${nameOf(holder)}中“${short(node.data)}”超出纸面`); break; }
      const upright = !/rotate|matrix/.test(holder.getAttribute("transform") || "") || !holder.closest("svg");
      if (upright) boxes.push({ l: seen.left + 1, r: seen.right - 1, t: seen.top + rect.height * 0.25, b: seen.bottom - rect.height * 0.2, node, holder });
    }
  }
  /* Nothing lies over territory: no legend, no card. */
  for (const plot of content.querySelectorAll(".js-plotly-plot:has(.choroplethlayer)")) {
    const field = plot.getBoundingClientRect();
    const over = boxes.filter((box) => !plot.contains(box.holder) && box.l < field.right && box.r > field.left && box.t < field.bottom && box.b > field.top);
    const land = over.length ? [...plot.querySelectorAll(".choroplethlayer path.choroplethlocation")].map((path) => ({ path, rect: path.getBoundingClientRect(), back: path.getScreenCTM().inverse() })) : [];
    for (const box of over) {
      const places = [[box.l, box.t], [box.r, box.t], [box.l, box.b], [box.r, box.b], [(box.l + box.r) / 2, (box.t + box.b) / 2]];
      const covers = ({ path, rect, back }) => places.some(([x, y]) => x > rect.left && x < rect.right && y > rect.top && y < rect.bottom && path.isPointInFill(new DOMPoint(x, y).matrixTransform(back)));
      if (land.some(covers)) { tell("map", `${nameOf(plot)}的疆域被“${short(box.node.data)}”遮住`); break; }
    }
  }

  boxes.sort((a, b) => a.t - b.t);
  let open = [];
  for (const box of boxes) {
    open = open.filter((other) => other.b > box.t);
    for (const other of open) {
      if (other.node === box.node || other.holder.contains(box.holder) || box.holder.contains(other.holder)) continue;
      const wide = Math.min(box.r, other.r) - Math.max(box.l, other.l);
      const high = Math.min(box.b, other.b) - Math.max(box.t, other.t);
      if (wide <= 2 || high <= 2) continue;
      const least = Math.min((box.r - box.l) * (box.b - box.t), (other.r - other.l) * (other.b - other.t));
      if (wide * high > 0.2 * least) tell("overlap", `${nameOf(box.holder)}中“${short(other.node.data)}”与“${short(box.node.data)}”重叠`);
    }
    open.push(box);
  }

  /* ---- glyphs: a character drawn like one that no font has ---- */
  const SIDE = 20;
  const COLUMNS = 64;
  const wanted = ["\u{10FFFD}", ...[...characters].filter((c) => !/[\s\p{C}\p{M}]/u.test(c))];
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE * COLUMNS, height: SIDE * Math.ceil(wanted.length / COLUMNS) });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `15px ${getComputedStyle(document.body).fontFamily}`;
  pen.textBaseline = "top";
  wanted.forEach((character, i) => pen.fillText(character, (i % COLUMNS) * SIDE + 1, Math.floor(i / COLUMNS) * SIDE + 1));
  const { data, width } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const cell = (i) => {
    const lines = [];
    const left = (i % COLUMNS) * SIDE;
    const top = Math.floor(i / COLUMNS) * SIDE;
    for (let y = 0; y < SIDE; y += 1) for (let x = 0; x < SIDE; x += 1) lines.push(data[((top + y) * width + left + x) * 4 + 3]);
    return lines.join();
  };
  const none = cell(0);
  const missing = wanted.filter((_, i) => i && cell(i) === none);
  if (missing.length) tell("glyph", `缺少${missing.length}个字的字形：${missing.slice(0, 8).join("")}；请安装中文字体（fonts-noto-cjk）`);
  return found;
}
