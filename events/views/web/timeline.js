// A timeline on two canvases: events in lanes above, all dates with the chosen ones below.
// Days are whole numbers since 1970-01-01. Texts of articles are drawn on the canvas or written with textContent.
const timelines = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!timelines.has(root)) timelines.set(root, new Timeline(root));
  const timeline = timelines.get(root);
  timeline.send = (name, value) => component.setStateValue(name, value);
  timeline.tell = (name, value) => component.setTriggerValue(name, value); // chosen anew even where it was the last thing told
  timeline.update(component.data);
  return () => timeline.leave();
}

class Timeline {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, { root, main: find(".main"), tip: find(".tip"), title: find(".title") });
    this.overview = new Overview(find(".overview"), (range) => this.chooseByHand(range));
    Object.assign(this, { view: null, home: null, ...window.timelineLeft, selected: null, boxes: [], widths: new Map(), kinds: find("select.lanes") });
    this.buttons = Object.fromEntries(["earlier", "later", "back", "out", "in", "fit", "clear"].map((name) => [name, find(`.${name}`)]));
    this.playback = new Playback(this, find(".play"), find(".speed"));
    this.listen();
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.main);
  }

  leave() {
    this.observer.disconnect();
    window.removeEventListener("popstate", this.onHistory);
    this.playback.stop();
  }

  // Puts the words of the user's language where they belong, and the kinds of lanes into their list.
  translate({ words, kinds, by }) {
    this.root.querySelectorAll("[data-say]").forEach((element) => { element.textContent = words[element.dataset.say]; });
    this.root.querySelectorAll("[data-help]").forEach((element) => { element.title = words[element.dataset.help]; });
    this.root.querySelectorAll("[data-name]").forEach((element) => element.setAttribute("aria-label", words[element.dataset.name]));
    this.kinds.replaceChildren(...kinds.map((kind) => new Option(words[`lanes_${kind}`], kind, false, kind === by)));
    this.months = words.months.split(" ");
    this.playback.show();
  }

  update(data) {
    const range = JSON.stringify(data.range), extent = JSON.stringify(data.extent);
    if (data.visit !== this.begun) this.begin(data.visit);
    if (!this.view && data.linked) {
      this.view = this.held(...data.linked, data);
      this.moved = true;
    } else if (!this.view || (!this.playback.plan && (range !== this.chosen || (extent !== this.whole && !this.moved)))) {
      this.view = [data.view[0], data.view[1] + 1]; // a filter leaves the window where the user has put it
      [this.moved, this.home] = [false, null];
    }
    [this.chosen, this.whole] = [range, extent];
    const moved = data.selected !== this.selected;
    Object.assign(this, { data, selected: data.selected, range: data.range });
    this.translate(data);
    this.bars = data.bars.id.map((id, i) => ({ id, first: data.bars.first[i], last: data.bars.last[i], group: data.bars.group[i],
      lane: data.bars.lane[i], assumed: data.bars.assumed[i], title: data.bars.title[i], when: data.bars.when[i] }));
    if (moved) this.reveal(this.bars.find((bar) => bar.id === data.selected));
    this.observer.observe(this.main); // again after a remount
    this.draw();
    if (data.partial && !same(data.window, wholeDays(this.view))) this.report();
    this.playback.answered(data.range);
  }

  // A page load, or an address that the browser went back or forward to: shows what this wants.
  begin(begun) {
    if (this.playback.plan) this.playback.stop();
    Object.assign(this, { begun, view: null, home: null });
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
    this.view = this.held(from, to, this.data);
    this.moved = true;
    this.draw();
    if (this.data.partial) this.report();
  }

  // A window within the whole time, of four days at least.
  held(from, to, { extent }) {
    const [low, high] = [extent[0], extent[1] + 1];
    const width = clamp(to - from, 4, Math.max(high - low, 8));
    const start = clamp((from + to - width) / 2, Math.min(low, high - width), Math.max(low, high - width));
    return [start, start + width];
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
    const symbols = this.data.by === "group"; // which say on a narrow screen what their words would
    this.gutter = width < NARROW ? (symbols ? 22 : NARROW_GUTTER) : symbols ? this.widest(c) : WIDE_GUTTER;
    this.scale = (width - this.gutter) / (this.view[1] - this.view[0]);
    this.x = (day) => this.gutter + (day - this.view[0]) * this.scale;
    this.day = (x) => this.view[0] + (x - this.gutter) / this.scale;
    this.width = width;
    c.font = `11.5px ${this.look.font}`;
    c.textBaseline = "middle";
    const lanes = this.lanes(height - AXIS, c);
    this.drawLanes(c, lanes, width);
    this.drawChosen(c, width, height - AXIS);
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
    this.explain();
    const { begun, view, moved, home, chosen, whole } = this;
    window.intoAddress("window", moved ? view.map(instant).join(",") : null);
    window.timelineLeft = { begun, view, moved, home, chosen, whole }; // for the next one: the page makes it anew when its column gets another width
  }

  // Room for the longest name of a group, within limits.
  widest(c) {
    c.font = `11.5px ${this.look.font}`;
    return clamp(Math.max(...this.data.lanes.map((lane) => c.measureText(lane.name).width)) + 30, LABEL_GUTTER, WIDE_GUTTER);
  }

  visible() {
    const [from, to] = this.view;
    return this.bars.filter((bar) => (bar.first ?? -1e9) < to && (bar.last ?? 1e9) + 1 > from);
  }

  // The lanes that there is room for; what is beyond shares the last one.
  fitting(capacity) {
    const { lanes, by, words } = this.data;
    if (lanes.length <= capacity || by === "group") return lanes;
    const rest = lanes.slice(capacity - 1);
    return [...lanes.slice(0, capacity - 1), { name: words.rest, events: sum(rest.map((lane) => lane.events)), group: null, rest: true }];
  }

  // Shares the rows among the lanes by what they need, and puts every event into a row.
  lanes(height, c) {
    const visible = this.visible(), fits = Math.max(2, Math.floor((height - 2) / ROW)), used = this.fitting(fits);
    const boxes = visible.map((bar) => this.box(bar, c)), capacity = Math.max(used.length, fits);
    const within = (i) => boxes.filter((box) => Math.min(box.bar.lane, used.length - 1) === i);
    const needs = used.map((_, i) => Math.max(1, rowsNeeded(within(i))));
    const rows = share(needs, capacity);
    let top = 0;
    const spare = Math.max(0, height - sum(rows) * ROW) / used.length;
    this.boxes = [];
    this.drawn = used.map((wanted, i) => {
      const lane = { ...wanted, top, height: rows[i] * ROW + spare };
      top += lane.height;
      const mine = within(i);
      place(mine, rows[i]);
      const crowded = mine.filter((box) => !box.day).length > 6 * rows[i]; // then intervals lie on top of one another, and pale so that days stay visible
      mine.forEach((box) => Object.assign(box, { y: lane.top + spare / 2 + (box.row + 0.5) * ROW, pale: crowded && !box.day }));
      this.boxes.push(...mine);
      return lane;
    });
    return this.drawn;
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
      if (lane.group !== null) {
        c.fillStyle = this.data.groups[lane.group].colour;
        eventShape(c, this.data.groups[lane.group].shape, 11, middle, SYMBOL);
        c.fill();
      }
      c.fillStyle = this.look.ink;
      c.globalAlpha = lane.rest ? 0.75 : 1;
      const start = lane.group === null ? 6 : 21;
      if (this.gutter > 30) c.fillText(fitted(c, lane.name, this.gutter - start - 6), start, middle);
      c.globalAlpha = 1;
    });
  }

  // The chosen dates, where the timeline shows more than these.
  drawChosen(c, width, height) {
    if (!this.range) return;
    const from = Math.max(this.gutter, this.x(this.range[0])), to = Math.min(width, this.x(this.range[1] + 1));
    if (to <= from || (from <= this.gutter + 1 && to >= width - 1)) return;
    c.fillStyle = this.look.primary;
    c.globalAlpha = 0.12;
    c.fillRect(from, 0, Math.max(2, to - from), height);
    c.globalAlpha = 1;
  }

  drawAxis(c, width, height) {
    const { found, majors: above } = ticks(this.view, width - this.gutter, this.months), base = height - AXIS;
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
    const said = selected && this.placed(c, selected);
    const covered = (box) => said && box.y === selected.y && this.labelStart(box) < said.x + said.wide + 3 && this.labelStart(box) + Math.min(box.room, box.label) > said.x - 3;
    others.filter((box) => !covered(box)).forEach((box) => this.drawLabel(c, box));
    if (selected) this.drawSelected(c, selected, said);
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

  // Where the words of the selected event go, whatever is in their way, and as many of them as there is room for.
  placed(c, box) {
    c.font = `600 11.5px ${this.look.font}`;
    const wanted = clamp(Math.min(box.room, c.measureText(box.bar.title).width), 90, 300), right = this.labelStart(box) + (box.inside ? 0 : 2);
    const onRight = box.inside || this.width - 4 - right >= Math.min(wanted, box.from - this.gutter - 12); // else on its left, where there is more room
    const text = fitted(c, box.bar.title, Math.min(wanted, onRight ? this.width - 4 - right : box.from - this.gutter - 12));
    const wide = c.measureText(text).width, x = onRight ? right : box.from - 8 - wide;
    c.font = `11.5px ${this.look.font}`;
    return { text, wide, x };
  }

  drawSelected(c, box, { text, wide, x }) {
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
    c.font = `600 11.5px ${this.look.font}`;
    c.fillText(text, x, box.y + 0.5);
    c.font = `11.5px ${this.look.font}`;
  }

  drawDensity(c, lanes) {
    const { from: [from, to], columns, cells } = this.data.density, step = (to + 1 - from) / columns;
    const at = ([lane, column]) => Math.min(lane, lanes.length - 1) * columns + column, totals = new Map(), tops = new Map();
    cells.forEach((cell) => totals.set(at(cell), (totals.get(at(cell)) || 0) + cell[3]));
    const highest = Math.max(1, ...totals.values());
    cells.forEach((cell) => {
      const [, column, group, number] = cell, total = totals.get(at(cell)), lane = lanes[Math.min(cell[0], lanes.length - 1)];
      const tall = (number / total) * Math.max(2, Math.sqrt(total / highest) * (lane.height - 4)); // by area, so that single events stay visible
      const top = (tops.get(at(cell)) ?? lane.top + lane.height - 2) - tall;
      tops.set(at(cell), top);
      c.fillStyle = this.data.groups[group].colour;
      c.fillRect(this.x(from + column * step), top, Math.max(1, step * this.scale - 0.5), tall);
    });
  }

  // Of the events before the window, and of those after it: how many, first and last day.
  beyond() {
    if (this.data.outside) return this.data.outside;
    const [from, to] = this.view, first = (bar) => bar.first ?? bar.last, last = (bar) => bar.last ?? bar.first;
    const told = (bars) => (bars.length ? [bars.length, Math.min(...bars.map(first)), Math.max(...bars.map(last))] : null);
    return [told(this.bars.filter((bar) => (bar.last ?? 1e9) + 1 <= from)), told(this.bars.filter((bar) => (bar.first ?? -1e9) >= to))];
  }

  say() {
    const { words } = this.data, [from, to] = this.range ? [this.range[0], this.range[1] + 1] : this.view, shown = this.data.total;
    const day = (edge) => dayWords(Math.floor(edge), words.day, this.months), count = (number) => number.toLocaleString(this.data.language);
    this.title.replaceChildren();
    const days = this.data.span || this.range ? `${day(from)} – ${day(to - 1e-6)}` : words.no_dates;
    this.title.appendChild(document.createElement("b")).textContent = days;
    const one = shown === 1 ? "event" : "events";
    this.title.append(` · ${filled(words[this.range ? `${one}_chosen` : one], { count: count(shown) })}`);
    this.title.title = this.title.textContent;
    ["earlier", "later"].forEach((name, side) => this.sayBeyond(this.buttons[name], name, this.beyond()[side], side, count));
    this.buttons.back.hidden = !this.home;
    this.buttons.clear.hidden = !this.range;
    this.main.items = this.boxes; // for whoever needs to know where an event is drawn: a canvas has no elements
    Object.assign(this.main, { lanes: this.drawn, gutter: this.gutter });
  }

  // The symbols of the groups, where no lane says them.
  explain() {
    const box = this.root.querySelector(".groups"), told = this.data.by !== "group" || this.gutter < LABEL_GUTTER;
    const groups = told ? this.data.groups.filter((_, i) => sum(this.data.overview[i])) : [], key = JSON.stringify(groups);
    if (box.dataset.told === key) return;
    box.dataset.told = key;
    box.replaceChildren(...groups.map(groupKey));
  }

  sayBeyond(chip, name, part, side, count) {
    chip.hidden = !part;
    if (!part) return;
    const { words } = this.data, [number, first, last] = part, outermost = number === 1 || !side ? first : last;
    const sameYear = parts(outermost)[0] === parts(Math.floor(this.view[side] - side * 1e-6))[0];
    const when = sameYear ? dayWords(outermost, words.day, this.months) : parts(outermost)[0];
    const text = filled(words[number === 1 ? `${name}_one` : name], { count: count(number), when });
    chip.textContent = side ? `${text} ›` : `‹ ${text}`;
  }

  // ---- acting
  listen() {
    const { main, buttons } = this;
    buttons.in.onclick = () => this.zoom(0.6);
    buttons.out.onclick = () => this.zoom(1 / 0.6);
    buttons.fit.onclick = () => this.fit(this.range || this.data.extent);
    ["earlier", "later"].forEach((name, side) => { buttons[name].onclick = () => this.visit(side); });
    buttons.back.onclick = () => this.goBack();
    buttons.clear.onclick = () => this.chooseByHand(null);
    this.kinds.onchange = () => {
      window.userActed(); // a list may be open in a window of its own, where nothing else is heard
      this.tell("lanes", this.kinds.value);
    };
    this.onHistory = () => this.playback.stop();
    window.addEventListener("popstate", this.onHistory);
    main.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    main.onpointerdown = (event) => this.startPan(event);
    main.onpointermove = (event) => !event.buttons && this.hover(event);
    main.onpointerleave = () => this.hover(null);
    main.onkeydown = (event) => this.onKey(event);
  }

  fit([from, to]) {
    this.home = null;
    this.setView(from, to + 1);
  }

  // Shows the events before (side 0) or after (side 1) the window, and remembers where it was.
  visit(side) {
    const [, first, last] = this.beyond()[side], edge = Math.max(4, (last + 1 - first) / 10);
    this.home = this.home || { view: this.view, moved: this.moved, from: ["earlier", "later"][side] };
    this.setView(first - edge, last + 1 + edge);
    this.buttons.back.focus(); // the chip that was pressed may be gone
  }

  goBack() {
    const { view, moved, from } = this.home;
    this.home = null;
    this.setView(...view);
    this.moved = moved;
    this.buttons[from].focus();
  }

  // Makes room for all that a playback will step through.
  widen({ first, last, length }) {
    const [from, to] = this.view, lacking = first < from || last + 1 > to;
    if (lacking) this.setView(Math.min(first, from), Math.max(last + 1 + length, to));
  }

  chooseByHand(range) {
    this.playback.stop();
    this.choose(range);
  }

  choose(range) {
    this.range = range;
    this.draw();
    this.tell("range", range || []);
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
      else if (!moved && e.type === "pointerup" && pressed.offsetX < this.gutter) this.hover(pressed);
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
    this.tell("picked", bar.id);
  }

  hover(event) {
    const box = event && this.hit(event), lane = event && !box && event.offsetX < this.gutter && this.laneAt(event.offsetY);
    this.tip.hidden = !box && !lane;
    this.main.style.cursor = box ? "pointer" : lane ? "default" : "";
    if (this.tip.hidden) return;
    const { words, groups, language } = this.data;
    this.tip.replaceChildren();
    this.tip.appendChild(document.createElement("b")).textContent = box ? box.bar.title : lane.name;
    const events = (number) => filled(words[number === 1 ? "event" : "events"], { count: number.toLocaleString(language) });
    const dated = () => (box.bar.assumed ? filled(words.tip_assumed, { when: box.bar.when }) : box.bar.when);
    this.tip.append(box ? `${dated()} · ${groups[box.bar.group].name}` : events(lane.events));
    this.tip.style.left = `${clamp(event.offsetX + 12, 0, Math.max(0, this.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${this.main.offsetTop + Math.max(0, event.offsetY - this.tip.offsetHeight - 10)}px`;
  }

  laneAt(y) {
    return this.drawn.find((lane) => y >= lane.top && y < lane.top + lane.height);
  }

  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], zoom = { "+": 0.6, "=": 0.6, "-": 1 / 0.6 }[event.key];
    if (zoom) this.zoom(zoom);
    if (event.key === " ") {
      event.preventDefault();
      this.playback.toggle();
    }
    if (!step || !this.bars.length) return;
    event.preventDefault();
    const at = this.bars.findIndex((bar) => bar.id === this.selected);
    this.select(this.bars[clamp(at < 0 ? 0 : at + step, 0, this.bars.length - 1)]);
  }
}
