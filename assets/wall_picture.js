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

  /* A graph that this window has no room for is not drawn. */
  wall.at_unit = function (figure) {
    const { id } = window.dash_clientside.callback_context.outputs_list;
    const place = document.getElementById(JSON.stringify(id, Object.keys(id).sort()));
    if (!figure || !place || !place.offsetParent) return window.dash_clientside.no_update;
    return scaled(figure, unit(), "");
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
    document.querySelectorAll(".hc-wall-clock").forEach((clock) => { if (clock.textContent !== words) clock.textContent = words; });
  }
  setInterval(tell, 1000);
  wall.tell = tell;
})();
