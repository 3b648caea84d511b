/* A step on the map updates only what changes, and the map first.
 *
 * Dash's page router would make every component of the page anew, the graph too, which draws the map into an empty
 * place: three times as long as the map alone. So `cockpit.go(search)` asks for the page of the new address at once and
 * draws its map as soon as the answer is there; when that stands on the screen, the parts around it that differ are
 * given to Dash by `set_props`. The router's own request, a moment later, gets the same answer without the page: one
 * request, and Dash stays in charge. Whatever is not as expected here is left to the router. */
(function () {
  "use strict";
  const cockpit = (window.dash_clientside = window.dash_clientside || {}).cockpit = window.dash_clientside.cockpit || {};
  const ENDPOINT = "/_dash-update-component";
  const ROUTER = ".._pages_content.children..._pages_store.data..";
  const MAP = "map-figure";
  const network = window.fetch.bind(window);
  const coming = new Map(); // geometry on its way, by its address
  let ahead = null; // {pathname, search, answer}: asked for before Dash asks

  const plot = () => document.querySelector(`#${MAP} .js-plotly-plot`);
  const painted = () => Promise.race([
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    new Promise((resolve) => setTimeout(resolve, 200)), // a page in the background has no frames
  ]);

  function figureIn(node) {
    if (!node || typeof node !== "object") return null;
    if (Array.isArray(node)) {
      for (const child of node) { const found = figureIn(child); if (found) return found; }
      return null;
    }
    if (!node.props) return null;
    return node.props.id === MAP ? node.props.figure || null : figureIn(node.props.children);
  }

  /* dcc.Graph draws every new figure; the one that stands already is not drawn again. */
  function drawOnce() {
    const { react } = window.Plotly;
    if (react.once) return;
    window.Plotly.react = function (where, figure, ...rest) {
      if (where.cockpitDrew && figure && figure.data === where.cockpitDrew) {
        where.cockpitDrew = null;
        return Promise.resolve(where);
      }
      where.cockpitDrew = null;
      return react.call(this, where, figure, ...rest);
    };
    window.Plotly.react.once = true;
  }

  async function draw(figure, where) {
    drawOnce();
    where.cockpitDrew = null;
    // All shapes at once, those of crossed lines and hatching too: plotly would ask for these only now.
    await Promise.all([...new Set(figure.data.map((trace) => trace.geojson))].map(bring));
    await window.Plotly.react(where, { data: figure.data, layout: { ...structuredClone(figure.layout), autosize: true } });
    where.cockpitDrew = figure.data;
    await painted();
  }

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const alike = (a, b) => a && b && a.type === b.type && a.namespace === b.namespace && same(a.props.id, b.props.id);

  /* What of a component, at `path`, differs from the one that stands there, as [path, props]; the way down to the map is
     followed, anything else is replaced whole. Null where the two have not the same build. */
  function differences(stands, fresh, path) {
    if (!alike(stands, fresh)) return null;
    const changed = {};
    const found = [];
    const isMap = fresh.props.id === MAP;
    Object.keys(isMap ? fresh.props : { ...stands.props, ...fresh.props })
      .filter((key) => key !== "children" && !same(stands.props[key], fresh.props[key]))
      .forEach((key) => { changed[key] = fresh.props[key]; });
    const [before, after] = [stands.props.children, fresh.props.children];
    if (!figureIn(after)) {
      if (!isMap && !same(before, after)) changed.children = after;
    } else {
      const many = Array.isArray(after);
      if (many !== Array.isArray(before) || (many && before.length !== after.length)) return null;
      for (const [at, child] of (many ? after : [after]).entries()) {
        const inner = differences(many ? before[at] : before, child, [...path, "props", "children", ...(many ? [at] : [])]);
        if (!inner) return null;
        found.push(...inner);
      }
    }
    if (Object.keys(changed).length) found.unshift([path, changed]);
    return found;
  }

  /* The reader's place in the controls, which are made anew. */
  function keepFocus(act) {
    const named = (element) => element && element.closest && element.closest('[id^="{\\"control"]');
    const control = named(document.activeElement);
    const key = control && JSON.parse(control.id).control;
    act();
    if (!key) return;
    requestAnimationFrame(() => {
      const again = [...document.querySelectorAll('[id^="{\\"control"]')].find((e) => JSON.parse(e.id).control === key);
      const slider = again && again.querySelector("[role=slider]");
      if (again) (slider || again).focus({ preventScroll: true });
    });
  }

  /* The page that the router answered, put in place of the one that stands, map first. False: the router shall do it. */
  async function put(told) {
    const fresh = told.response && told.response._pages_content && told.response._pages_content.children;
    const where = plot();
    const figure = figureIn(fresh);
    if (!where || !where.layout || !window.Plotly || !figure) return false;
    await draw(figure, where);
    const { strs } = window.dash_stores[0].getState().paths;
    const stands = window.dash_component_api.getLayout("_pages_content").props.children;
    const changed = differences(stands, fresh, [...strs._pages_content, "props", "children"]);
    if (!changed) return false;
    keepFocus(() => changed.forEach(([path, props]) => window.dash_clientside.set_props(props.figure ? MAP : path, props)));
    const title = document.querySelector("#_pages_content h1");
    window.dash_clientside.set_props("announce", { children: title ? title.textContent : "" });
    return true;
  }

  /* The router's answer for an address; where the reader is still waiting for it, its page is put in place. */
  async function routed(request, pathname, search) {
    const answer = await request;
    if (answer.status !== 200) return answer;
    const told = await answer.json();
    answer.json = () => Promise.resolve(told);
    try {
      const awaited = window.location.pathname === pathname && window.location.search === search;
      if (awaited && await put(told)) delete told.response._pages_content;
    } catch (problem) {
      console.warn("left to the page router", problem);
    }
    return answer;
  }

  function asked(options) {
    if (!options || typeof options.body !== "string" || !options.body.includes(`"${ROUTER}"`)) return null;
    const { inputs } = JSON.parse(options.body);
    const value = (property) => (inputs.find((i) => i.property === property) || {}).value || "";
    return { pathname: value("pathname"), search: value("search") };
  }

  window.fetch = function (resource, options) {
    const step = String(resource.url || resource).includes(ENDPOINT) ? asked(options) : null;
    if (!step) return network(resource, options);
    const kept = ahead;
    ahead = null;
    if (kept && kept.pathname === step.pathname && kept.search === step.search) return kept.answer;
    return routed(network(resource, options), step.pathname, step.search);
  };

  /* The same words that Dash's own request carries. */
  function request(pathname, search) {
    const inputs = [["pathname", pathname], ["search", search]]
      .map(([property, value]) => ({ id: "_pages_location", property, value }));
    const outputs = [{ id: "_pages_content", property: "children" }, { id: "_pages_store", property: "data" }];
    const body = { output: ROUTER, outputs, inputs, changedPropIds: ["_pages_location.search"], parsedChangedPropsIds: ["_pages_location.search"] };
    return network(ENDPOINT, {
      method: "POST", credentials: "same-origin",
      headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  }

  /* Geometry of the map that will be wanted, fetched while the page is asked for; plotly finds it by its address. */
  function geometry(search) {
    const where = plot();
    const shown = where && where.data && where.data[0] && where.data[0].geojson;
    const code = new URLSearchParams(search).get("area") || "100000";
    const layer = new URLSearchParams(search).get("layer") || cockpit.layerOf(code);
    if (typeof shown !== "string" || !layer) return;
    bring(shown.replace(/[^/]+$/, `${code}-${layer}.json`));
  }
  /* A file of shapes, fetched once; resolves when plotly can find it. */
  function bring(url) {
    const kept = (window.PlotlyGeoAssets = window.PlotlyGeoAssets || {});
    if (typeof url !== "string" || kept[url]) return null;
    if (!coming.has(url)) {
      coming.set(url, network(url).then((answer) => (answer.ok ? answer.json() : null)).then((shapes) => {
        if (shapes && !kept[url]) kept[url] = shapes;
      }).catch(() => null).finally(() => coming.delete(url)));
    }
    return coming.get(url);
  }
  const MUNICIPALITIES = ["11", "12", "31", "50"];
  cockpit.layerOf = (code) => {
    if (code === "100000") return "province";
    return code.endsWith("0000") && !MUNICIPALITIES.includes(code.slice(0, 2)) ? "prefecture" : code.endsWith("00") ? "county" : null;
  };

  cockpit.go = function (search) {
    const { pathname } = window.location;
    if (window.location.search === search) return;
    history.pushState({}, "", pathname + search);
    ahead = { pathname, search, answer: routed(request(pathname, search), pathname, search) };
    geometry(search);
    // Dash learns of the new address when the map stands: its rounds would hold up the drawing by 20 ms.
    const tell = () => window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    ahead.answer.then(tell, tell);
  };
})();
