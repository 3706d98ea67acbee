// Draws the events on Leaflet's canvas. `start` runs once per map, `draw` with every change of the events.
// Texts arrive packed (base64 of JSON) and are only ever written with textContent.
window.eventMap = (function () {
  const SMALLEST_RING = 10; // pixels: a region stays visible on a map of the world
  const VISIBLE_AREA = 26; // pixels
  const FOCUS_ZOOM = 5;
  const AROUND = [[0, 0]]; // where the number of an area may stand, seen from its middle: as near as there is room
  for (let far = 16; far <= 64; far += 8) {
    for (let turn = 0; turn < 8; turn += 1) AROUND.push([far * Math.sin((turn * Math.PI) / 4), far * Math.cos((turn * Math.PI) / 4)]);
  }
  const unpack = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const state = { look: null, words: null, outlines: null, renderer: null, drawn: null, selected: null, home: null, at: null };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function look(dark) {
    return dark
      ? { sea: "#0f151c", land: "#222b35", border: "#445261", label: "#93a1b0", paper: "#151c24", ink: "#f1f5f9" }
      : { sea: "#dde6ee", land: "#f8f7f3", border: "#b9c3cd", label: "#68778a", paper: "#ffffff", ink: "#111827" };
  }

  // ---- basemap
  function start(map, packed) {
    const options = unpack(packed);
    state.look = { ...look(options.dark), groups: options.groups };
    state.words = options.words;
    const style = document.createElement("style");
    style.textContent = css(state.look, options);
    document.head.appendChild(style);
    document.getElementById("map_div").setAttribute("aria-label", state.words.name);
    [["in", state.words.zoom_in], ["out", state.words.zoom_out]].forEach(([way, words]) => {
      const button = document.querySelector(`.leaflet-control-zoom-${way}`);
      if (button) button.title = words;
      if (button) button.setAttribute("aria-label", words);
    });
    map.createPane("outlines").style.zIndex = 250;
    map.createPane("names").style.zIndex = 260;
    map.getPane("names").style.pointerEvents = "none";
    map.createPane("events").style.zIndex = 450;
    state.renderer = L.canvas({ pane: "events", padding: 0.5, tolerance: 3 });
    state.outlines = fetch(options.outlines).then((reply) => reply.json());
    if (options.paint) state.outlines.then((countries) => paintCountries(map, countries));
    map.attributionControl.setPrefix("Leaflet");
    L.control.scale({ imperial: false }).addTo(map);
    addShowAll(map);
    map.on("moveend", () => remember(map));
    document.addEventListener("keydown", passOn);
    ["pointerdown", "pointerup", "keydown"].forEach((name) => document.addEventListener(name, (event) => window.parent.userActed?.(event), true));
    new ResizeObserver(() => resized(map)).observe(map.getContainer());
  }

  function css(l, options) {
    return `html, body, #root, #parent, .float-child:first-child { height: 100%; margin: 0; }
      body > span { display: none; }
      #map_div { height: 100vh !important; background: ${l.sea}; font: 12px/1.35 "Source Sans", system-ui, sans-serif; }
      .country { color: ${l.label}; font-size: 11px; letter-spacing: .02em; white-space: nowrap; text-align: center;
        transform: translate(-50%, -50%); width: max-content !important; text-shadow: 0 0 3px ${l.land}, 0 0 3px ${l.land}; }
      .leaflet-tooltip { background: ${l.paper}; color: ${l.ink}; border: 1px solid ${l.border}; border-radius: 6px; padding: 6px 9px;
        box-shadow: 0 2px 8px rgba(0,0,0,.18); white-space: normal; width: max-content; max-width: 280px; }
      .leaflet-tooltip::before { display: none; }
      .leaflet-tooltip b { display: block; } .leaflet-tooltip small { opacity: .75; font-size: 11px; }
      .leaflet-bar { border: 1px solid ${l.border} !important; }
      .leaflet-bar a, .leaflet-bar button { background: ${l.paper}; color: ${l.ink}; border-color: ${l.border}; }
      .leaflet-bar a:hover, .leaflet-bar button:hover { background: ${l.land}; color: ${l.ink}; }
      .leaflet-bar a.leaflet-disabled { background: ${l.land}; color: ${l.label}; }
      .leaflet-bar button { display: block; border: 0; padding: 0; width: 30px; height: 30px; cursor: pointer; font: inherit; font-size: 11px; }
      .leaflet-control-attribution, .leaflet-control-scale-line { background: ${l.paper}b0 !important; color: ${l.label} !important;
        text-shadow: none; border-color: ${l.label}; font-size: 10px; }
      .leaflet-control-attribution a { color: inherit; }
      ${options.dark && !options.paint ? ".leaflet-tile-pane { filter: invert(1) hue-rotate(180deg) brightness(.85) contrast(.9); }" : ""}`;
  }

  function paintCountries(map, countries) {
    const l = state.look;
    const renderer = L.canvas({ pane: "outlines", padding: 0.5 });
    const style = { color: l.border, weight: 0.8, fillColor: l.land, fillOpacity: 1 };
    L.geoJSON(countries, { pane: "outlines", interactive: false, renderer, style, attribution: "Natural Earth" }).addTo(map);
    const names = countries.features.filter((f) => f.properties.name).map(nameLabel).sort((a, b) => b.wide - a.wide);
    const show = () => showNames(map, names);
    map.on("zoomend", show);
    show();
  }

  function nameLabel({ properties: { name, label, width } }) {
    const element = document.createElement("span");
    element.textContent = name;
    const icon = L.divIcon({ className: "country", html: element, iconSize: null });
    const marker = L.marker([label[1], label[0]], { icon, pane: "names", interactive: false, keyboard: false });
    return { marker, wide: width, length: name.length * 6.2 };
  }

  // The names that fit into their country and leave those of larger ones alone.
  function showNames(map, names) {
    const taken = [];
    names.forEach(({ marker, wide, length }) => {
      const { x, y } = map.project(marker.getLatLng());
      const clear = taken.every((other) => Math.abs(other.y - y) > 14 || Math.abs(other.x - x) > (other.length + length) / 2 + 6);
      const fits = clear && (wide * 256 * 2 ** map.getZoom()) / 360 > length;
      if (fits) taken.push({ x, y, length });
      if (fits !== map.hasLayer(marker)) fits ? marker.addTo(map) : marker.remove();
    });
  }

  function addShowAll(map) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("button", "show-all", box);
      button.textContent = state.words.all;
      button.title = state.words.show_all;
      const area = L.DomUtil.create("button", "draw-area", box);
      area.textContent = "▭";
      area.title = state.words.draw;
      area.setAttribute("aria-label", area.title);
      L.DomEvent.disableClickPropagation(box).on(button, "click", () => showAll(map)).on(area, "click", () => drawArea(map, area));
      return box;
    };
    control.addTo(map);
  }

  // One drag draws a rectangle, and the page is told of it as of a drawing of Leaflet's own.
  function drawArea(map, button) {
    const box = map.getContainer(), style = { pane: "events", color: state.look.ink, weight: 1.5, dashArray: "4 3", fillOpacity: 0.05, interactive: false };
    const at = (event) => map.mouseEventToLatLng(event);
    let from = null, shape = null;
    const down = (event) => {
      if (event.target.closest(".leaflet-control")) return;
      event.preventDefault();
      event.stopPropagation();
      box.setPointerCapture(event.pointerId);
      from = at(event);
      shape = L.rectangle(L.latLngBounds(from, from), { ...style, renderer: state.renderer }).addTo(map);
    };
    const move = (event) => { if (from) shape.setBounds(L.latLngBounds(from, at(event))); };
    const stop = () => {
      map.dragging.enable();
      box.style.cursor = "";
      button.setAttribute("aria-pressed", "false");
      box.removeEventListener("pointerdown", down, true);
      box.removeEventListener("pointermove", move, true);
      box.removeEventListener("pointerup", up, true);
      document.removeEventListener("keydown", leave);
      if (shape) shape.remove();
    };
    const up = (event) => {
      if (!from) return;
      const drawn = L.latLngBounds(from, at(event));
      stop();
      if (drawn.getNorth() - drawn.getSouth() < 1e-6 || drawn.getEast() - drawn.getWest() < 1e-6) return;
      const key = `box:${[drawn.getSouth(), drawn.getWest(), drawn.getNorth(), drawn.getEast()].map((d) => d.toFixed(4)).join(",")}`;
      map.fire("draw:created", { layer: { toGeoJSON: () => ({ type: "Feature", properties: { key, drawn: Date.now() }, geometry: null }) } });
    };
    const leave = (event) => { if (event.key === "Escape") stop(); };
    map.dragging.disable();
    box.style.cursor = "crosshair";
    button.setAttribute("aria-pressed", "true");
    box.addEventListener("pointerdown", down, true);
    box.addEventListener("pointermove", move, true);
    box.addEventListener("pointerup", up, true);
    document.addEventListener("keydown", leave);
  }

  // After a click on the map its frame has the focus. The page's keys (source.js) work there, too.
  function passOn(event) {
    if (!"areujk".includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    window.parent.document.body.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true }));
  }

  function showArea(group, area) {
    if (!area) return;
    const [south, west, north, east] = area;
    L.rectangle([[south, west], [north, east]], { pane: "events", renderer: state.renderer, color: state.look.ink, weight: 1.5, dashArray: "4 3",
      fill: false, interactive: false }).addTo(group).bringToBack();
  }

  // ---- events
  function draw(group, packed) {
    const data = unpack(packed);
    const map = window.map;
    state.data = data;
    [state.tags, state.areas] = [[], []];
    const isPoint = (symbol) => symbol.kind === "point" || symbol.kind === "cluster";
    data.symbols.filter((symbol) => !isPoint(symbol)).forEach((symbol) => {
      (symbol.kind === "country" ? addCountry : addRing)(map, group, symbol, dominant(symbol.counts));
    });
    settle(map, data);
    tell(map);
    showArea(group, data.area);
    arrange(map, group, data.symbols.filter(isPoint));
    state.outlines.then(() => map.hasLayer(group) && arrangeTags(map)); // after the countries, which wait for their outlines
  }

  // Points that would hide one another at this zoom are drawn as one until the user zooms in.
  function arrange(map, group, points) {
    state.shown = [];
    const again = () => {
      state.shown.forEach((layer) => group.removeLayer(layer));
      state.shown = merged(map, points).map((symbol) => addPoint(group, symbol)).flat();
      arrangeTags(map);
    };
    again();
    map.off("zoomend", state.again).on("zoomend", again);
    state.again = again;
  }

  function merged(map, points) {
    const spots = points.map((symbol) => ({ symbol, at: map.project(symbol.at), radius: radiusOf(symbol) })).sort((a, b) => b.radius - a.radius);
    const free = new Set(spots), found = [];
    spots.forEach((spot) => {
      if (!free.has(spot)) return;
      const near = [...free].filter((other) => spot.at.distanceTo(other.at) < (spot.radius + other.radius) * 0.95);
      near.forEach((other) => free.delete(other));
      found.push(near.length === 1 ? spot.symbol : merge(near.map((other) => other.symbol)));
    });
    return found;
  }

  function merge(symbols) {
    const counts = symbols[0].counts.map((_, i) => sum(symbols.map((symbol) => symbol.counts[i]))), total = sum(counts);
    const mean = (axis) => sum(symbols.map((symbol) => symbol.at[axis] * sum(symbol.counts))) / total;
    const words = symbols.slice(0, 4).map((symbol) => `${symbol.place}: ${sum(symbol.counts)}`);
    return { kind: "cluster", key: `cluster:${symbols[0].key}`, at: [mean(0), mean(1)], radius: 0, counts, hollow: symbols.every((symbol) => symbol.hollow),
      selected: symbols.some((symbol) => symbol.selected), place: filled(state.words.merged, { count: total, places: symbols.length }), lines: words,
      more: Math.max(0, symbols.length - 4), members: symbols.map((symbol) => symbol.at) };
  }

  function addPoint(group, symbol) {
    const layers = symbol.selected && symbol.radius > 0 ? [reach(symbol).addTo(group)] : [];
    return [...layers, finish(group, marker(symbol.at, symbol, symbol.kind), symbol)];
  }

  function addCountry(map, group, symbol, colour) {
    state.outlines.then((countries) => {
      const parts = countries.features.filter((f) => f.properties.id === symbol.country);
      if (!parts.length) return addRing(map, group, symbol, colour); // a territory that the outlines draw as part of another
      if (!map.hasLayer(group)) return undefined; // replaced while the outlines were loading
      const options = { pane: "events", renderer: state.renderer, style: areaStyle(symbol, colour) };
      const areas = L.geoJSON({ type: "FeatureCollection", features: parts }, options).getLayers();
      areas.forEach((area) => finish(group, area, symbol));
      const largest = parts.reduce((a, b) => (a.properties.width > b.properties.width ? a : b)).properties.label;
      addTag(group, [largest[1], largest[0]], symbol, L.featureGroup(areas).getBounds(), areas);
      return undefined;
    });
  }

  const Ring = () => L.Circle.extend({
    _project() {
      L.Circle.prototype._project.call(this);
      this._radius = Math.max(this._radius, SMALLEST_RING);
      this._radiusY = Math.max(this._radiusY || this._radius, SMALLEST_RING);
      this._updateBounds();
    },
  });

  function addRing(map, group, symbol, colour) {
    const ring = new (Ring())(symbol.at, { pane: "events", renderer: state.renderer, radius: symbol.radius * 1000, ...areaStyle(symbol, colour) });
    finish(group, ring, symbol);
    addTag(group, symbol.at, symbol, L.latLng(symbol.at).toBounds(symbol.radius * 2000), [ring]);
  }

  // The number on an area.
  function addTag(group, at, symbol, bounds, areas) {
    state.tags.push({ tag: finish(group, marker(at, symbol, "tag"), symbol), at, bounds, group, many: sum(symbol.counts) > 1 });
    state.areas.push({ areas, radius: symbol.radius });
  }

  // A single event on an area that is wide enough to be seen and clicked needs no number. Points go first: a number gives way to them.
  function arrangeTags(map) {
    const drawn = (state.shown || []).filter((layer) => layer.options.reach);
    const taken = drawn.map((layer) => ({ at: map.project(layer.getLatLng()), reach: layer.options.reach }));
    state.areas.sort((a, b) => a.radius - b.radius).forEach(({ areas }) => areas.forEach((area) => area.bringToBack())); // under all numbers
    state.tags.forEach(({ tag, at, bounds, group, many }) => {
      const [low, high] = [map.project(bounds.getSouthWest()), map.project(bounds.getNorthEast())];
      if (!many && Math.min(high.x - low.x, low.y - high.y) > VISIBLE_AREA) {
        group.removeLayer(tag);
        return;
      }
      group.addLayer(tag);
      const middle = map.project(at), free = (spot) => taken.every((place) => spot.distanceTo(place.at) >= place.reach + 9);
      const spot = AROUND.map(([x, y]) => middle.add([x, y])).find(free) || middle;
      taken.push({ at: spot, reach: 8 });
      tag.setLatLng(map.unproject(spot));
    });
    drawn.forEach((layer) => layer.bringToFront());
  }

  // How far the chosen event may be from its point.
  function reach(symbol) {
    const style = { color: state.look.ink, weight: 1, dashArray: "2 4", fill: false, interactive: false };
    return L.circle(symbol.at, { pane: "events", renderer: state.renderer, radius: symbol.radius * 1000, ...style });
  }

  function areaStyle(symbol, colour) {
    return { color: symbol.selected ? state.look.ink : colour, weight: symbol.selected ? 2 : 1.3, dashArray: "4 3", fillColor: colour,
      fillOpacity: symbol.selected ? 0.25 : symbol.hollow ? 0.06 : 0.13 };
  }

  function finish(group, layer, symbol) {
    const properties = { key: symbol.key, kind: symbol.kind, count: sum(symbol.counts) };
    layer.feature = { type: "Feature", properties };
    layer.toGeoJSON = () => ({ type: "Feature", properties, geometry: null }); // what a click reports: the key, never an outline
    layer.bindTooltip(tooltip(symbol), { sticky: true, direction: "top", offset: [0, -8] });
    if (symbol.kind === "cluster") layer.on("click", () => part(window.map, symbol));
    return layer.addTo(group);
  }

  function part(map, symbol) {
    if (symbol.members) map.fitBounds(L.latLngBounds(symbol.members), { padding: [60, 60], maxZoom: 14 });
    else map.setView(symbol.at, Math.min(map.getZoom() + 2, 16));
  }

  function tooltip(symbol) {
    const box = document.createElement("div");
    const add = (tag, text, dir = "") => { Object.assign(box.appendChild(document.createElement(tag)), { textContent: text, dir }); };
    add("b", symbol.place);
    symbol.lines.forEach((line) => add("div", line, "auto"));
    if (symbol.more) add("small", filled(state.words.more, { count: symbol.more }));
    return box;
  }

  // ---- symbols
  function dominant(counts) {
    return state.look.groups[counts.indexOf(Math.max(...counts))].colour;
  }

  function radiusOf(symbol) {
    const count = sum(symbol.counts);
    return count === 1 ? 7 : Math.min(22, 8 + 2 * Math.log2(count));
  }

  function marker(at, symbol, kind) {
    const radius = kind === "tag" ? 9 : radiusOf(symbol);
    const Marker = L.CircleMarker.extend({
      _updatePath() {
        if (this._renderer._drawing && !this._empty()) paint(this._renderer._ctx, this._point, radius, symbol, kind);
      },
    });
    // A weight beyond the drawn line makes Leaflet repaint the ring of a selected symbol too.
    return new Marker(at, { pane: "events", renderer: state.renderer, radius, weight: 12, reach: kind === "tag" ? 0 : radius });
  }

  function paint(c, { x, y }, radius, symbol, kind) {
    const count = sum(symbol.counts);
    c.save();
    c.globalAlpha = 1;
    c.setLineDash([]);
    if (symbol.selected) ringAround(c, x, y, radius + 4);
    if (kind === "tag") tag(c, x, y, count, dominant(symbol.counts));
    else if (count === 1) single(c, x, y, radius, symbol);
    else doughnut(c, x, y, radius, symbol, count);
    c.restore();
  }

  function ringAround(c, x, y, radius) {
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.lineWidth = 5;
    c.strokeStyle = state.look.paper;
    c.stroke();
    c.lineWidth = 2.5;
    c.strokeStyle = state.look.ink;
    c.stroke();
  }

  function single(c, x, y, radius, symbol) {
    const group = state.look.groups[symbol.counts.findIndex((n) => n > 0)];
    eventShape(c, group.shape, x, y, radius);
    c.fillStyle = symbol.hollow ? state.look.paper : group.colour;
    c.fill();
    c.lineWidth = symbol.hollow ? 2.2 : 1.5;
    c.strokeStyle = symbol.hollow ? group.colour : state.look.paper;
    c.stroke();
  }

  function doughnut(c, x, y, radius, symbol, count) {
    c.beginPath();
    c.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
    c.fillStyle = state.look.paper;
    c.fill();
    let angle = -Math.PI / 2;
    symbol.counts.forEach((number, i) => {
      if (!number) return;
      c.beginPath();
      c.arc(x, y, radius - 2, angle, (angle += (2 * Math.PI * number) / count));
      c.lineWidth = symbol.hollow ? 2 : 4.5;
      c.strokeStyle = state.look.groups[i].colour;
      c.stroke();
    });
    write(c, x, y, count, state.look.ink);
  }

  function tag(c, x, y, count, colour) {
    const width = 10 + 6 * String(count).length;
    c.beginPath();
    if (c.roundRect) c.roundRect(x - width / 2, y - 8, width, 16, 4);
    else c.rect(x - width / 2, y - 8, width, 16);
    c.fillStyle = state.look.paper;
    c.fill();
    c.lineWidth = 1.5;
    c.strokeStyle = colour;
    c.stroke();
    write(c, x, y, count, state.look.ink);
  }

  function write(c, x, y, count, colour) {
    c.font = '600 11px "Source Sans", system-ui, sans-serif';
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillStyle = colour;
    c.fillText(count < 1000 ? count : `${(count / 1000).toFixed(count < 10000 ? 1 : 0)}k`, x, y + 0.5);
  }

  // ---- what is in sight
  function bounds(data) {
    return data.symbols.length ? L.latLngBounds(data.symbols.map((symbol) => symbol.at)) : null;
  }

  function showAll(map) {
    const all = state.data && bounds(state.data);
    if (all) map.fitBounds(all, { padding: [40, 40], maxZoom: 7, animate: false });
    state.home = { view: written(map), spread: spread() };
    tell(map);
  }

  // At first, and when the browser goes back or forward, go to where this visit left the map, to where the link wants it, or to all events;
  // then only follow a new selection that is out of sight.
  function settle(map, data) {
    const selected = data.symbols.find((symbol) => symbol.selected);
    const first = state.drawn !== data.visit;
    if (first) [state.drawn, state.selected] = [data.visit, null];
    if (first && (recall(map, data.visit) || begin(map, data.view))) state.selected = data.selected;
    else if (first && !(selected && data.selected)) showAll(map);
    if (data.selected === state.selected) return;
    state.selected = data.selected;
    if (selected && (first || !map.getBounds().pad(-0.05).contains(selected.at))) {
      map.setView(selected.at, Math.max(map.getZoom(), FOCUS_ZOOM), first ? { animate: false } : {});
    }
  }

  function remember(map) {
    if (!state.drawn) return;
    state.at = [map.getCenter(), map.getZoom()];
    const { lat, lng } = map.getCenter();
    sessionStorage.setItem("events map", JSON.stringify({ visit: state.drawn, at: [lat, lng], zoom: map.getZoom() }));
    tell(map);
  }

  const written = (map) => [map.getCenter().lat.toFixed(5), map.getCenter().lng.toFixed(5), Number(map.getZoom().toFixed(2))].join(",");
  const spread = () => (state.data && bounds(state.data) ? bounds(state.data).toBBoxString() : "");

  // The address of the page names the view, unless it is the one that every visitor begins with.
  function tell(map) {
    window.parent.intoAddress?.("map", isHome(map) && !state.selected ? null : written(map));
  }

  const isHome = (map) => state.home && state.home.view === written(map) && state.home.spread === spread();

  // Leaflet would keep the middle but for a pixel, as it does wherever it is not told to reset.
  function resized(map) {
    const home = isHome(map), at = state.at;
    map.invalidateSize({ pan: false });
    if (home) showAll(map);
    else if (at) map.setView(...at, { reset: true });
  }

  function begin(map, view) {
    if (!view) return false;
    map.setView(view.slice(0, 2), view[2], { reset: true });
    return true;
  }

  function recall(map, visit) {
    const kept = JSON.parse(sessionStorage.getItem("events map") || "{}");
    if (kept.visit !== visit) return false;
    map.setView(kept.at, kept.zoom, { reset: true });
    return true;
  }

  const total = () => (state.data ? sum(state.data.symbols.map((symbol) => sum(symbol.counts))) : 0);

  return { start, draw, total };
})();
