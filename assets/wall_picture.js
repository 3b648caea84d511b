/* A picture on the wall: sizes at the window's unit, and the clock. */
(function () {
  "use strict";
  const wall = (window.dash_clientside = window.dash_clientside || {}).wall = {};
  const SIZES = new Set(["size", "width", "framewidth", "linewidth", "gridwidth", "zerolinewidth", "tickwidth", "ticklen",
    "standoff", "xshift", "yshift", "borderpad", "borderwidth", "thickness", "l", "r", "t", "b", "pad"]);
  const DATA = new Set(["meta", "customdata", "locations", "z", "x", "y", "lon", "lat", "text", "tickvals", "ticktext", "range"]);

  const unit = () => window.innerHeight / 1080;

  /* Every size of a figure times `u`; what is data stays. A dash is written in pixels too. */
  function scaled(value, u, key) {
    if (typeof value === "number") return SIZES.has(key) ? value * u : value;
    if (Array.isArray(value)) return DATA.has(key) ? value : value.map((v) => scaled(v, u, key));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, DATA.has(k) ? v : scaled(v, u, k)]));
    }
    if (key === "dash" && /px/.test(value)) return value.replace(/[\d.]+/g, (n) => n * u);
    return value;
  }
  wall.scaled = scaled;

  /* Figures are drawn one after the other, each in a task of its own with a frame before it: a wall that fades or tells
     the time beside them does not stand still for all of them together. A hidden window has no frames. */
  const between = () => new Promise((resolve) => {
    const soon = setTimeout(resolve, 100);
    requestAnimationFrame(() => setTimeout(() => { clearTimeout(soon); resolve(); }));
  });
  let turn = Promise.resolve();

  /* The graph of a figure, in its place; where this window has no room for it, none. */
  wall.at_unit = function (figure) {
    const { id } = window.dash_clientside.callback_context.outputs_list;
    const place = document.getElementById(JSON.stringify(id, Object.keys(id).sort()));
    if (!figure || !place || !place.offsetParent) return null;
    const props = { figure: scaled(figure, unit(), ""), config: JSON.parse(place.dataset.config), style: { height: "100%" } };
    turn = turn.then(between);
    return turn.then(() => ({ namespace: "dash_core_components", type: "Graph", props }));
  };

  /* Another height of the window is another unit: everything is drawn anew. */
  let waiting = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (document.getElementById("wall")) window.dash_clientside.set_props("wall-unit", { data: [window.innerWidth, window.innerHeight] });
    });
  });

  const time = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  function tell() {
    const part = Object.fromEntries(time.formatToParts(new Date()).map((p) => [p.type, p.value]));
    const words = `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
    document.querySelectorAll(".hc-wall-clock:not([datetime])").forEach((clock) => { if (clock.textContent !== words) clock.textContent = words; });
  }
  setInterval(tell, 1000);
  wall.tell = tell;
})();

/* Inside a frame of the player (`assets/wall.js`): goes where it is told, and says how far the picture is. */
(function () {
  "use strict";
  let frame = null;
  try { frame = window.frameElement; } catch { return; }
  if (!frame || !frame.classList.contains("hc-wall-frame")) return;
  document.documentElement.classList.add("hc-on-wall");
  const ROUTER = ".._pages_content.children..._pages_store.data..";
  let pending = 0;
  let answered = 0; // answers of the page router
  let problem = "";

  const network = window.fetch;
  window.fetch = async function (resource, options) {
    const url = String(resource instanceof Request ? resource.url : resource);
    if (!url.includes("/_dash-update-component")) return network.call(window, resource, options);
    const page = Boolean(options && typeof options.body === "string" && options.body.includes(ROUTER));
    pending += 1;
    try {
      const answer = await network.call(window, resource, options);
      if (!answer.ok) problem = `服务器回答${answer.status}`;
      if (page) answered += 1;
      return answer;
    } catch (error) {
      problem = "服务器没有回答";
      throw error;
    } finally { pending -= 1; }
  };

  const seen = (node) => node.getClientRects().length > 0;
  function plotted(graph) {
    const plot = graph.querySelector(".js-plotly-plot");
    if (!plot || !plot.layout || graph.classList.contains("dash-graph--pending")) return false;
    const traces = plot.data || [];
    const shapes = traces.some((t) => t.type === "choropleth" && t.locations.length);
    return shapes ? Boolean(plot.querySelector(".choroplethlocation")) : Boolean(plot.querySelector(".main-svg"));
  }

  window.hcPicture = {
    go(address) {
      const url = new URL(address, window.location.origin);
      document.documentElement.toggleAttribute("data-wall", url.pathname === "/wall");
      answered = 0;
      problem = "";
      window.history.replaceState({}, "", address); // no entry in the history: a day has thousands of changes
      window.scrollTo(0, 0);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    },
    /* "waiting", "drawn", or why it will not be. */
    state() {
      if (problem) return problem;
      const content = document.getElementById("_pages_content");
      const page = content && content.querySelector(".hc-page");
      if (!answered || pending || !page || document.querySelector("._dash-loading")) return "waiting";
      const state = page.querySelector(":scope > .hc-state"); // in place of a page's content, not of one figure
      if (state) return state.textContent.slice(0, 60) || "没有可以显示的内容";
      if (document.querySelector(".dash-error-card")) return "页面出错";
      const awaited = [...page.querySelectorAll(".hc-wall-graph")].filter(seen);
      if (!awaited.every((place) => place.querySelector(".dash-graph"))) return "waiting";
      if (![...page.querySelectorAll(".dash-graph")].filter(seen).every(plotted)) return "waiting";
      return document.fonts.status === "loaded" ? "drawn" : "waiting";
    },
  };
  window.addEventListener("keydown", (event) => { if (window.parent.hcWall) window.parent.hcWall.key(event); });
  window.addEventListener("pointermove", () => { if (window.parent.hcWall) window.parent.hcWall.offer(); });
})();
