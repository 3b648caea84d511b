/* From a number to its passport: points of charts, and links that the browser wrote itself. */
(function () {
  "use strict";
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const cockpit = (clientside.cockpit = clientside.cockpit || {});

  /* `fixed` is what all numbers of a figure share, `own` what one point adds: both parts of an address's query. */
  cockpit.passport = function (fixed, own) {
    const query = new URLSearchParams(fixed);
    new URLSearchParams(own).forEach((value, key) => query.set(key, value));
    return "/passport?" + query.toString().replace(/%2C/g, ",");
  };

  cockpit.open_passport = function (click, figure) {
    const point = click && click.points && click.points[0];
    const fixed = figure && figure.layout.meta && figure.layout.meta.passport;
    const own = point && point.customdata;
    if (!fixed || typeof own !== "string" || !/^[a-z]+=/.test(own)) return clientside.no_update;
    return cockpit.passport(fixed, own);
  };

  /* Links outside React go without a new page load; Dash's own have prevented the default already. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.hc-number[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
