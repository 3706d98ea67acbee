// A timeline on two canvases: events in lanes above, all dates with the chosen ones below.
// Days are whole numbers since 1970-01-01. Texts of articles are drawn on the canvas or written with textContent.
const DAY = 864e5;
const ROW = 17, AXIS = 30, SYMBOL = 5, BAR = 11, GAP = 5, LABEL_GUTTER = 136, NARROW = 560;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const timelines = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!timelines.has(root)) timelines.set(root, new Timeline(root));
  const timeline = timelines.get(root);
  timeline.send = (name, value) => component.setStateValue(name, value);
  timeline.pick = (id) => component.setTriggerValue("picked", id);
  timeline.update(component.data);
  return () => timeline.observer.disconnect();
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const parts = (day) => { const d = new Date(day * DAY); return [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()]; };
const toDay = (year, month, day) => { const d = new Date(0); d.setUTCFullYear(year, month, day); return Math.round(d.getTime() / DAY); };
const words = (day) => { const [y, m, d] = parts(day); return `${d} ${MONTHS[m]} ${y}`; };

// ---- axis: each step knows its usual length in days, the pixels that its label needs, and the major label above it
const STEPS = [
  { days: 1, room: 20, next: (y, m, d) => toDay(y, m, d + 1), start: (y, m, d) => toDay(y, m, d), text: (y, m, d) => d, major: "month" },
  { days: 7, room: 24, next: (y, m, d) => toDay(y, m, d + 7), start: (y, m, d) => monday(toDay(y, m, d)), text: (y, m, d) => d, major: "month" },
  ...[[1, 30], [3, 30]].map(([n, room]) => ({ days: 30.4 * n, room, next: (y, m) => toDay(y, m + n, 1),
    start: (y, m) => toDay(y, m - (m % n), 1), text: (y, m) => MONTHS[m], major: "year" })),
  ...[1, 5, 10, 50, 100, 500].map((n) => ({ days: 365.25 * n, room: 38, next: (y) => toDay(y + n, 0, 1),
    start: (y) => toDay(y - (y % n), 0, 1), text: (y) => y, major: "" })),
];
const monday = (day) => day - ((((day + 3) % 7) + 7) % 7);

function ticks([from, to], width) {
  const step = STEPS.find((s) => (s.days * width) / (to - from) >= s.room) || STEPS[STEPS.length - 1];
  const found = [];
  for (let day = step.start(...parts(from)); day <= to; day = step.next(...parts(day))) found.push({ day, text: step.text(...parts(day)) });
  return { found, majors: majors(step.major, from, to) };
}

function majors(kind, from, to) {
  if (!kind) return [];
  const [year, month] = parts(from), found = [];
  for (let i = 0; ; i += 1) {
    const day = kind === "month" ? toDay(year, month + i, 1) : toDay(year + i, 0, 1);
    if (day > to) return found;
    const [y, m] = parts(day);
    found.push({ day, text: kind === "month" ? `${MONTHS[m]} ${y}` : `${y}` });
  }
}

class Timeline {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, { root, main: find(".main"), overview: find(".overview"), tip: find(".tip"), title: find(".title") });
    Object.assign(this, { view: null, selected: null, boxes: [], hovered: null, widths: new Map() });
    this.buttons = Object.fromEntries(["earlier", "later", "out", "in", "fit", "clear"].map((name) => [name, find(`.${name}`)]));
    this.listen();
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.main);
  }

  update(data) {
    const place = JSON.stringify([data.range, data.extent]);
    if (place !== this.place) this.view = [data.view[0], data.view[1] + 1];
    this.place = place;
    const moved = data.selected !== this.selected;
    Object.assign(this, { data, selected: data.selected, range: data.range });
    this.bars = data.bars.id.map((id, i) => ({ id, first: data.bars.first[i], last: data.bars.last[i], group: data.bars.group[i],
      assumed: data.bars.assumed[i], title: data.bars.title[i], when: data.bars.when[i] }));
    if (moved) this.reveal(this.bars.find((bar) => bar.id === data.selected));
    this.observer.observe(this.main); // again after a remount
    this.draw();
  }

  // Brings a newly selected event into the window without changing its width.
  reveal(bar) {
    if (!bar) return;
    const [from, to] = this.view, first = bar.first ?? bar.last, last = (bar.last ?? bar.first) + 1;
    if (first < to && last > from) return;
    const shift = (first + last) / 2 - (from + to) / 2;
    this.setView(from + shift, to + shift);
  }

  setView(from, to) {
    const [low, high] = [this.data.extent[0], this.data.extent[1] + 1];
    const width = clamp(to - from, 4, Math.max(high - low, 8));
    const start = clamp((from + to - width) / 2, Math.min(low, high - width), Math.max(low, high - width));
    this.view = [start, start + width];
    this.draw();
    if (this.data.partial) this.report();
  }

  // Where there are too many events for the browser, the server counts what is in the window.
  report() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send("window", [...this.view]), 250);
  }

  zoom(factor, at = (this.view[0] + this.view[1]) / 2) {
    this.setView(at - (at - this.view[0]) * factor, at + (this.view[1] - at) * factor);
  }

  // ---- drawing
  theme() {
    const style = getComputedStyle(this.root.host || this.root);
    const of = (name) => style.getPropertyValue(`--st-${name}`).trim();
    this.look = { ink: of("text-color") || "#222", paper: of("background-color") || "#fff", band: of("secondary-background-color") || "#f4f4f4",
      line: of("border-color") || "#ddd", primary: of("primary-color") || "#06c", font: of("font") || "sans-serif" };
  }

  sheet(canvas) {
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const c = canvas.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    return { c, width, height };
  }

  draw() {
    if (!this.data || !this.main.clientWidth) return;
    this.theme();
    const { c, width, height } = this.sheet(this.main);
    this.gutter = width < NARROW ? 22 : LABEL_GUTTER;
    this.scale = (width - this.gutter) / (this.view[1] - this.view[0]);
    this.x = (day) => this.gutter + (day - this.view[0]) * this.scale;
    this.day = (x) => this.view[0] + (x - this.gutter) / this.scale;
    this.width = width;
    c.font = `11.5px ${this.look.font}`;
    c.textBaseline = "middle";
    const lanes = this.lanes(height - AXIS, c);
    this.drawLanes(c, lanes, width);
    this.drawAxis(c, width, height);
    c.save();
    c.beginPath();
    c.rect(this.gutter, 0, width - this.gutter, height - AXIS);
    c.clip();
    if (this.data.density) this.drawDensity(c, lanes);
    this.drawBars(c);
    c.restore();
    this.drawOverview();
    this.say();
  }

  visible() {
    const [from, to] = this.view;
    return this.bars.filter((bar) => (bar.first ?? -1e9) < to && (bar.last ?? 1e9) + 1 > from);
  }

  // Shares the rows among the groups by what they need, and puts every event into a row.
  lanes(height, c) {
    const visible = this.visible();
    const used = this.data.groups.map((group, i) => ({ ...group, index: i }))
      .filter((group) => group.index < 4 || sum(this.data.overview[group.index]));
    const boxes = visible.map((bar) => this.box(bar, c));
    const capacity = Math.max(used.length, Math.floor((height - 2) / ROW));
    const needs = used.map((group) => Math.max(1, rowsNeeded(boxes.filter((box) => box.bar.group === group.index))));
    const rows = share(needs, capacity);
    let top = 0;
    const spare = Math.max(0, height - sum(rows) * ROW) / used.length;
    this.boxes = [];
    return used.map((group, i) => {
      const lane = { ...group, top, height: rows[i] * ROW + spare };
      top += lane.height;
      const mine = boxes.filter((box) => box.bar.group === group.index);
      place(mine, rows[i]);
      mine.forEach((box) => { box.y = lane.top + spare / 2 + (box.row + 0.5) * ROW; });
      this.boxes.push(...mine);
      return lane;
    });
  }

  box(bar, c) {
    const day = bar.first !== null && bar.first === bar.last;
    const edge = [this.gutter, this.width];
    let from = bar.first === null ? edge[0] - 20 : this.x(bar.first), to = bar.last === null ? edge[1] + 20 : this.x(bar.last + 1);
    if (day) [from, to] = [(from + to) / 2 - SYMBOL, (from + to) / 2 + SYMBOL];
    else if (to - from < 8) [from, to] = [(from + to) / 2 - 4, (from + to) / 2 + 4];
    const label = this.measure(c, bar.title);
    const seen = [Math.max(from, edge[0]), Math.min(to, edge[1])];
    const inside = !day && seen[1] - seen[0] > label + 14;
    return { bar, day, from, to, seen, label, inside, end: inside ? to : to + GAP + label + 8 };
  }

  measure(c, text) {
    if (!this.widths.has(text)) this.widths.set(text, Math.min(240, c.measureText(text).width));
    return this.widths.get(text);
  }

  drawLanes(c, lanes, width) {
    lanes.forEach((lane, i) => {
      c.fillStyle = this.look.band;
      if (i % 2 === 0) c.fillRect(0, lane.top, width, lane.height);
      const middle = lane.top + lane.height / 2;
      c.fillStyle = lane.colour;
      shape(c, lane.shape, 11, middle, SYMBOL);
      c.fill();
      c.fillStyle = this.look.ink;
      if (this.gutter > 30) c.fillText(lane.name, 21, middle);
    });
  }

  drawAxis(c, width, height) {
    const { found, majors: above } = ticks(this.view, width - this.gutter), base = height - AXIS;
    c.lineWidth = 1;
    c.strokeStyle = this.look.line;
    c.fillStyle = this.look.ink;
    found.forEach(({ day, text }) => {
      const x = Math.round(this.x(day)) + 0.5;
      if (x < this.gutter) return;
      line(c, x, 0, x, base + 3);
      if (x + 2 + c.measureText(text).width < width) c.fillText(text, x + 3, base + 8);
    });
    line(c, this.gutter, base + 0.5, width, base + 0.5);
    c.font = `600 11.5px ${this.look.font}`;
    above.forEach(({ day, text }, i) => {
      const x = Math.max(this.x(day), this.gutter), next = above[i + 1] ? this.x(above[i + 1].day) : width;
      if (next - x > c.measureText(text).width + 8) c.fillText(text, x + 3, base + 22);
    });
    c.font = `11.5px ${this.look.font}`;
  }

  drawBars(c) {
    const selected = this.boxes.find((box) => box.bar.id === this.selected);
    if (selected) {
      c.fillStyle = this.look.primary;
      c.globalAlpha = 0.1;
      c.fillRect(selected.from - 3, 0, selected.to - selected.from + 6, 1e4);
      c.globalAlpha = 1;
    }
    const others = this.boxes.filter((box) => box !== selected);
    others.forEach((box) => this.drawSymbol(c, box));
    others.forEach((box) => this.drawLabel(c, box));
    if (selected) this.drawSelected(c, selected);
  }

  drawSymbol(c, box) {
    const { colour, shape: name } = this.data.groups[box.bar.group];
    c.lineWidth = 1.5;
    c.strokeStyle = c.fillStyle = colour;
    if (box.day) {
      shape(c, name, (box.from + box.to) / 2, box.y, SYMBOL);
      if (box.bar.assumed) c.fillStyle = this.look.paper;
      c.fill();
      c.stroke();
    } else this.drawInterval(c, box, colour);
  }

  drawInterval(c, box, colour) {
    const y = box.y - BAR / 2, [from, to] = [Math.max(box.from, this.gutter - 30), Math.min(box.to, this.width + 30)];
    const openFirst = box.bar.first === null, openLast = box.bar.last === null;
    c.setLineDash(box.bar.assumed ? [3, 2] : []);
    c.fillStyle = openFirst || openLast ? this.fading(c, colour, openFirst, openLast, box.seen) : `${colour}4d`;
    c.strokeStyle = openFirst || openLast ? c.fillStyle : colour;
    c.beginPath();
    c.roundRect(from, y, to - from, BAR, [openFirst ? 0 : 3, openLast ? 0 : 3, openLast ? 0 : 3, openFirst ? 0 : 3]);
    if (!box.bar.assumed) c.fill();
    c.stroke();
    c.setLineDash([]);
    c.strokeStyle = colour;
    if (openLast) chevron(c, this.width - 7, box.y, 1);
    if (openFirst) chevron(c, this.gutter + 7, box.y, -1);
  }

  fading(c, colour, openFirst, openLast, [from, to]) {
    const paint = c.createLinearGradient(from, 0, Math.max(to, from + 1), 0);
    paint.addColorStop(0, openFirst ? `${colour}00` : `${colour}b0`);
    paint.addColorStop(1, openLast ? `${colour}00` : `${colour}b0`);
    return paint;
  }

  drawLabel(c, box) {
    const x = this.labelStart(box), room = Math.min(box.room, 240, this.width - x - 4);
    if (room < 24) return;
    c.fillStyle = this.look.ink;
    c.fillText(fitted(c, box.bar.title, room), x, box.y + 0.5);
  }

  labelStart(box) {
    return box.inside ? box.seen[0] + (box.bar.first === null ? 16 : 7) : box.to + GAP;
  }

  drawSelected(c, box) {
    c.font = `600 11.5px ${this.look.font}`;
    const wanted = clamp(Math.min(box.room, c.measureText(box.bar.title).width), 90, 300), right = this.labelStart(box) + (box.inside ? 0 : 2);
    const onRight = box.inside || this.width - 4 - right >= Math.min(wanted, box.from - this.gutter - 12); // else on its left, where there is more room
    const text = fitted(c, box.bar.title, Math.min(wanted, onRight ? this.width - 4 - right : box.from - this.gutter - 12));
    const wide = c.measureText(text).width, x = onRight ? right : box.from - 8 - wide;
    c.fillStyle = this.look.paper;
    c.globalAlpha = 0.92;
    if (!box.inside) c.fillRect(x - 3, box.y - ROW / 2, wide + 6, ROW);
    c.globalAlpha = 1;
    this.drawSymbol(c, box);
    c.strokeStyle = this.look.ink;
    c.lineWidth = 2;
    c.beginPath();
    if (box.day) c.arc((box.from + box.to) / 2, box.y, SYMBOL + 4, 0, 2 * Math.PI);
    else c.roundRect(Math.max(box.from, this.gutter + 1) - 1, box.y - BAR / 2 - 2, Math.min(box.to, this.width - 2) - Math.max(box.from, this.gutter) + 2, BAR + 4, 4);
    c.stroke();
    c.fillStyle = this.look.ink;
    c.fillText(text, x, box.y + 0.5);
    c.font = `11.5px ${this.look.font}`;
  }

  drawDensity(c, lanes) {
    const { from: [from, to], counts } = this.data.density;
    const highest = Math.max(1, ...counts.flat());
    lanes.forEach((lane) => {
      c.fillStyle = lane.colour;
      counts[lane.index].forEach((number, i) => {
        if (!number) return;
        const step = (to + 1 - from) / counts[lane.index].length, x = this.x(from + i * step);
        const tall = Math.max(2, Math.sqrt(number / highest) * (lane.height - 4)); // by area, so that single events stay visible
        c.fillRect(x, lane.top + lane.height - 2 - tall, Math.max(1, step * this.scale - 0.5), tall);
      });
    });
  }

  drawOverview() {
    const { c, width, height } = this.sheet(this.overview);
    const [low, high] = [this.data.extent[0], this.data.extent[1] + 1], columns = this.data.overview[0].length;
    this.ox = (day) => this.gutter + ((day - low) / (high - low)) * (width - this.gutter);
    this.oday = (x) => low + clamp((x - this.gutter) / (width - this.gutter), 0, 1) * (high - low);
    c.fillStyle = this.look.band;
    c.fillRect(this.gutter, 2, width - this.gutter, height - 2);
    const totals = Array.from({ length: columns }, (_, i) => sum(this.data.overview.map((lane) => lane[i])));
    const highest = Math.max(1, ...totals), step = (width - this.gutter) / columns;
    totals.forEach((total, i) => {
      let y = height - 1;
      this.data.overview.forEach((lane, group) => {
        const tall = (lane[i] / total) * Math.max(3, Math.sqrt(total / highest) * (height - 8)) || 0;
        c.fillStyle = this.data.groups[group].colour;
        c.fillRect(this.gutter + i * step, y - tall, Math.max(1.5, step - 0.5), tall);
        y -= tall;
      });
    });
    this.drawChosen(c, width, height);
    c.font = `11px ${this.look.font}`;
    c.textBaseline = "middle";
    c.fillStyle = this.look.ink;
    c.globalAlpha = 0.75;
    if (this.gutter > 30) { c.fillText("All dates:", 4, height / 2 - 6); c.fillText("drag to choose", 4, height / 2 + 8); }
  }

  drawChosen(c, width, height) {
    const chosen = this.brush || (this.range && [this.range[0], this.range[1] + 1]);
    if (chosen) {
      const [from, to] = chosen.map((day) => clamp(this.ox(day), this.gutter, width));
      c.fillStyle = this.look.paper;
      c.globalAlpha = 0.65;
      c.fillRect(this.gutter, 0, from - this.gutter, height);
      c.fillRect(to, 0, width - to, height);
      c.globalAlpha = 1;
      c.strokeStyle = this.look.primary;
      c.lineWidth = 2;
      c.strokeRect(from, 2, Math.max(2, to - from), height - 3);
    }
    const [from, to] = this.view.map((day) => clamp(this.ox(day), this.gutter, width));
    c.globalAlpha = 1;
    c.fillStyle = this.look.ink;
    c.fillRect(from, height - 2, Math.max(3, to - from), 2);
  }

  say() {
    const [from, to] = this.view, day = (edge) => words(Math.floor(edge)), shown = this.data.total;
    this.title.replaceChildren();
    const bold = this.title.appendChild(document.createElement("b"));
    bold.textContent = `${day(from)} – ${day(to - 1e-6)}`;
    this.title.append(` · ${shown.toLocaleString("en")} ${shown === 1 ? "event" : "events"}${this.range ? " in the chosen dates" : ""}`);
    const before = this.bars.filter((bar) => (bar.last ?? 1e9) + 1 <= from).length, after = this.bars.filter((bar) => (bar.first ?? -1e9) >= to).length;
    this.buttons.earlier.textContent = `‹ ${before} earlier`;
    this.buttons.later.textContent = `${after} later ›`;
    this.buttons.earlier.hidden = !before || this.data.partial;
    this.buttons.later.hidden = !after || this.data.partial;
    this.buttons.clear.hidden = !this.range;
    this.main.items = this.boxes; // for whoever needs to know where an event is drawn: a canvas has no elements
  }

  // ---- acting
  listen() {
    const { main, overview, buttons } = this;
    buttons.in.onclick = () => this.zoom(0.6);
    buttons.out.onclick = () => this.zoom(1 / 0.6);
    buttons.fit.onclick = () => this.fit(this.range || this.data.extent);
    buttons.earlier.onclick = buttons.later.onclick = () => this.fit(this.data.extent);
    buttons.clear.onclick = () => this.choose(null);
    main.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    main.onpointerdown = (event) => this.startPan(event);
    main.onpointermove = (event) => !event.buttons && this.hover(event);
    main.onpointerleave = () => this.hover(null);
    main.onkeydown = (event) => this.onKey(event);
    overview.onpointerdown = (event) => this.startBrush(event);
    overview.onpointermove = (event) => { if (!event.buttons) overview.style.cursor = { edge: "ew-resize", inside: "grab" }[this.grip(event.offsetX)] || "crosshair"; };
  }

  fit([from, to]) {
    this.setView(from, to + 1);
  }

  choose(range) {
    this.range = range;
    this.draw();
    this.send("range", range);
  }

  hit(event) {
    const near = (box) => Math.abs(event.offsetY - box.y) <= ROW / 2 && event.offsetX >= box.from - 4 && event.offsetX <= box.to + (box.inside ? 4 : GAP + Math.min(box.label, Math.max(0, box.room)));
    const distance = (box) => (event.offsetX < box.from ? box.from - event.offsetX : Math.max(0, event.offsetX - box.to));
    return this.boxes.filter(near).sort((a, b) => distance(a) - distance(b) || a.to - a.from - (b.to - b.from))[0];
  }

  onWheel(event) {
    if (event.ctrlKey || event.shiftKey || event.metaKey) {
      event.preventDefault();
      this.zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, this.day(event.offsetX));
    }
  }

  startPan(event) {
    const { main } = this, start = event.clientX, [from, to] = this.view;
    const pressed = { offsetX: event.offsetX, offsetY: event.offsetY }; // later the event no longer knows the canvas
    let moved = false;
    main.setPointerCapture(event.pointerId);
    const move = (e) => {
      moved = moved || Math.abs(e.clientX - start) > 4;
      const shift = (start - e.clientX) / this.scale;
      if (moved) this.setView(from + shift, to + shift);
    };
    const stop = (e) => {
      main.removeEventListener("pointermove", move);
      const box = !moved && e.type === "pointerup" && this.hit(pressed);
      if (box) this.select(box.bar);
      else if (!moved && e.type === "pointerup" && this.data.density) this.zoom(0.3, this.day(pressed.offsetX));
    };
    main.addEventListener("pointermove", move);
    main.addEventListener("pointerup", stop, { once: true });
    main.addEventListener("pointercancel", stop, { once: true });
  }

  select(bar) {
    this.selected = bar.id;
    this.reveal(bar);
    this.draw();
    this.pick(bar.id);
  }

  hover(event) {
    const box = event && this.hit(event);
    this.tip.hidden = !box;
    this.main.style.cursor = box ? "pointer" : "";
    if (!box) return;
    this.tip.replaceChildren();
    this.tip.appendChild(document.createElement("b")).textContent = box.bar.title;
    this.tip.append(`${box.bar.when}${box.bar.assumed ? ", assumed from publication" : ""} · ${this.data.groups[box.bar.group].name}`);
    this.tip.style.left = `${clamp(event.offsetX + 12, 0, Math.max(0, this.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${this.main.offsetTop + Math.max(0, event.offsetY - this.tip.offsetHeight - 10)}px`;
  }

  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], zoom = { "+": 0.6, "=": 0.6, "-": 1 / 0.6 }[event.key];
    if (zoom) this.zoom(zoom);
    if (!step || !this.bars.length) return;
    event.preventDefault();
    const at = this.bars.findIndex((bar) => bar.id === this.selected);
    this.select(this.bars[clamp(at < 0 ? 0 : at + step, 0, this.bars.length - 1)]);
  }

  // What of the chosen dates is under the pointer: an "edge", the "inside", or nothing.
  grip(x) {
    if (!this.range) return null;
    const [from, to] = [this.ox(this.range[0]), this.ox(this.range[1] + 1)];
    if (Math.min(Math.abs(x - from), Math.abs(x - to)) < 6) return "edge";
    return x > from && x < to ? "inside" : null;
  }

  startBrush(event) {
    const { overview } = this, at = this.oday(event.offsetX), grip = this.grip(event.offsetX);
    const [from, to] = this.range ? [this.range[0], this.range[1] + 1] : [0, 0];
    const far = Math.abs(at - from) < Math.abs(at - to) ? to : from;
    const shape = { edge: (day) => [day, far], inside: (day) => [from + day - at, to + day - at] }[grip] || ((day) => [at, day]);
    overview.setPointerCapture(event.pointerId);
    const move = (e) => { this.brush = shape(this.oday(e.offsetX)).sort((a, b) => a - b); this.drawOverview(); };
    const stop = (e) => {
      overview.removeEventListener("pointermove", move);
      const brush = this.brush;
      this.brush = null;
      if (e.type === "pointerup" && brush && this.ox(brush[1]) - this.ox(brush[0]) > 3) this.choose([Math.floor(brush[0]), Math.max(Math.floor(brush[0]), Math.ceil(brush[1]) - 1)]);
      else this.draw();
    };
    overview.addEventListener("pointermove", move);
    overview.addEventListener("pointerup", stop, { once: true });
    overview.addEventListener("pointercancel", stop, { once: true });
  }
}

// ---- rows
function rowsNeeded(boxes) {
  const ends = [];
  boxes.forEach((box) => {
    const row = ends.findIndex((end) => end <= box.from);
    ends[row < 0 ? ends.length : row] = box.end;
  });
  return ends.length;
}

// Puts each box into the first row where its label fits too, else where its symbol fits, else on top of others in the row that is free soonest.
function place(boxes, rows) {
  const ends = Array(rows).fill(-1e9), symbols = Array(rows).fill(-1e9), last = Array(rows).fill(null);
  boxes.forEach((box) => {
    let row = ends.findIndex((end) => end <= box.from);
    if (row < 0) row = symbols.indexOf(Math.min(...symbols));
    box.row = row;
    box.room = box.inside ? box.seen[1] - box.seen[0] - 14 : 1e4;
    if (last[row]) last[row].room = Math.min(last[row].room, box.from - 4 - (last[row].inside ? last[row].seen[0] + 7 : last[row].to + GAP));
    [ends[row], symbols[row], last[row]] = [box.end, box.to, box];
  });
}

function share(needs, capacity) {
  const total = sum(needs);
  if (total <= capacity) return needs;
  const rows = needs.map((need) => Math.max(1, Math.floor((need / total) * capacity)));
  for (let left = capacity - sum(rows); left !== 0; left -= Math.sign(left)) {
    const lack = rows.map((row, i) => (left > 0 ? needs[i] - row : row > 1 ? row / needs[i] : -1));
    rows[lack.indexOf(Math.max(...lack))] += Math.sign(left);
  }
  return rows;
}

// ---- strokes
function shape(c, name, x, y, r) {
  c.beginPath();
  if (name === "circle") { c.arc(x, y, r * 0.95, 0, 2 * Math.PI); return; }
  const [sides, size, turn] = { square: [4, 1.15, Math.PI / 4], triangle: [3, 1.25, -Math.PI / 2], diamond: [4, 1.2, 0], hexagon: [6, 1, 0] }[name];
  for (let i = 0; i < sides; i += 1) {
    const angle = turn + (2 * Math.PI * i) / sides;
    c.lineTo(x + r * size * Math.cos(angle), y + (name === "triangle" ? r * 0.2 : 0) + r * size * Math.sin(angle));
  }
  c.closePath();
}

function line(c, x1, y1, x2, y2) {
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  c.stroke();
}

function chevron(c, x, y, direction) {
  c.lineWidth = 1.8;
  c.beginPath();
  c.moveTo(x - 3 * direction, y - 4);
  c.lineTo(x + 2 * direction, y);
  c.lineTo(x - 3 * direction, y + 4);
  c.stroke();
}

function fitted(c, text, width) {
  if (c.measureText(text).width <= width) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (c.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low > 2 ? `${text.slice(0, low)}…` : "";
}
