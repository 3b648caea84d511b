/* 总览: a click on the small map opens the map page at that area; the address comes with the figure. */
(function () {
  "use strict";
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const cockpit = (clientside.cockpit = clientside.cockpit || {});
  cockpit.open_map = function (click, figure) {
    const point = click && click.points && click.points[0];
    if (!point || !point.location || !/^\d{6}$/.test(point.location)) return clientside.no_update;
    const query = new URLSearchParams(figure.layout.meta.search);
    query.set("area", point.location);
    return "/map?" + query;
  };
})();
