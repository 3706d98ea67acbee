// A timeline on two canvases: events in lanes above, all dates with the chosen ones below.
// Days are whole numbers since 1970-01-01. Texts of articles are drawn on the canvas or written with textContent.
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

class Timeline {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, { root, main: find(".main"), tip: find(".tip"), title: find(".title") });
    this.overview = new Overview(find(".overview"), (range) => this.choose(range));
    Object.assign(this, { view: null, selected: null, boxes: [], widths: new Map() });
    this.buttons = Object.fromEntries(["earlier", "later", "out", "in", "fit", "clear"].map((name) => [name, find(`.${name}`)]));
    this.listen();
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.main);
  }

  update(data) {
    const range = JSON.stringify(data.range), extent = JSON.stringify(data.extent);
    if (range !== this.chosen || (extent !== this.whole && !this.moved)) {
      this.view = [data.view[0], data.view[1] + 1]; // a filter leaves the window where the user has put it
      this.moved = false;
    }
    [this.chosen, this.whole] = [range, extent];
    const moved = data.selected !== this.selected;
    Object.assign(this, { data, selected: data.selected, range: data.range });
    this.bars = data.bars.id.map((id, i) => ({ id, first: data.bars.first[i], last: data.bars.last[i], group: data.bars.group[i],
      assumed: data.bars.assumed[i], title: data.bars.title[i], when: data.bars.when[i] }));
    if (moved) this.reveal(this.bars.find((bar) => bar.id === data.selected));
    this.observer.observe(this.main); // again after a remount
    this.draw();
    if (data.partial && !same(data.window, wholeDays(this.view))) this.report();
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
    this.moved = true;
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

  draw() {
    if (!this.data || !this.main.clientWidth) return;
    this.theme();
    const { c, width, height } = sheet(this.main);
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
    this.overview.draw(this);
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
      const crowded = mine.filter((box) => !box.day).length > 6 * rows[i]; // then intervals lie on top of one another, and pale so that days stay visible
      mine.forEach((box) => Object.assign(box, { y: lane.top + spare / 2 + (box.row + 0.5) * ROW, pale: crowded && !box.day }));
      this.boxes.push(...mine);
      return lane;
    });
  }

  box(bar, c) {
    const day = bar.first !== null && bar.first === bar.last;
    const edge = [this.gutter, this.width];
    let from = bar.first === null ? null : this.x(bar.first), to = bar.last === null ? null : this.x(bar.last + 1);
    // An open end fades out over a fixed length: drawn to the edge, "since 2014" would fill a row for good.
    if (to === null) to = Math.max(from, edge[0]) + OPEN;
    if (from === null) from = Math.min(to, edge[1]) - OPEN;
    if (day) [from, to] = [(from + to) / 2 - SYMBOL, (from + to) / 2 + SYMBOL];
    else if (to - from < 8) [from, to] = [(from + to) / 2 - 4, (from + to) / 2 + 4];
    const label = this.measure(c, bar.title);
    const seen = [Math.max(from, edge[0]), Math.min(to, edge[1])];
    const inside = bar.first !== null && bar.last !== null && !day && seen[1] - seen[0] > label + 14;
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
      eventShape(c, lane.shape, 11, middle, SYMBOL);
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
    others.filter((box) => !box.day).forEach((box) => this.drawSymbol(c, box));
    others.filter((box) => box.day).forEach((box) => this.drawSymbol(c, box));
    others.forEach((box) => this.drawLabel(c, box));
    if (selected) this.drawSelected(c, selected);
  }

  drawSymbol(c, box) {
    const { colour, shape: name } = this.data.groups[box.bar.group];
    c.lineWidth = 1.5;
    c.strokeStyle = c.fillStyle = colour;
    if (box.day) {
      eventShape(c, name, (box.from + box.to) / 2, box.y, SYMBOL);
      if (box.bar.assumed) c.fillStyle = this.look.paper;
      else [c.strokeStyle, c.lineWidth] = [this.look.paper, 1];
      c.stroke();
      c.fill();
      if (box.bar.assumed) c.stroke();
    } else {
      c.globalAlpha = box.pale ? 0.25 : 1;
      this.drawInterval(c, box, colour);
      c.globalAlpha = 1;
    }
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
    if (openLast) chevron(c, box.to - 5, box.y, 1);
    if (openFirst) chevron(c, box.from + 5, box.y, -1);
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
    return box.inside ? box.seen[0] + 7 : box.to + GAP;
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
    const { main, buttons } = this;
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
}
