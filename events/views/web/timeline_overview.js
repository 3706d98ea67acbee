// All dates under the timeline: how many events there were, and the chosen dates, which are drawn by dragging.
class Overview {
  constructor(canvas, choose) {
    Object.assign(this, { canvas, choose, brush: null, range: null });
    canvas.onpointerdown = (event) => this.startBrush(event);
    canvas.onpointermove = (event) => {
      if (!event.buttons) canvas.style.cursor = { edge: "ew-resize", inside: "grab" }[this.grip(event.offsetX)] || "crosshair";
    };
  }

  // `timeline`: its data, range, view, look and the width of its gutter.
  draw(timeline = this.timeline) {
    this.timeline = timeline;
    this.range = timeline.range;
    const { c, width, height } = sheet(this.canvas), { gutter, look, data } = timeline;
    const [low, high] = [data.extent[0], data.extent[1] + 1];
    this.x = (day) => gutter + ((day - low) / (high - low)) * (width - gutter);
    this.day = (x) => low + clamp((x - gutter) / (width - gutter), 0, 1) * (high - low);
    c.fillStyle = look.band;
    c.fillRect(gutter, 2, width - gutter, height - 2);
    this.drawCounts(c, width, height);
    this.drawChosen(c, width, height);
    if (gutter > 100) this.explain(c, height);
  }

  drawCounts(c, width, height) {
    const { gutter, data } = this.timeline, columns = data.overview[0].length, step = (width - gutter) / columns;
    const totals = Array.from({ length: columns }, (_, i) => sum(data.overview.map((lane) => lane[i])));
    const highest = Math.max(1, ...totals);
    totals.forEach((total, i) => {
      let y = height - 1;
      data.overview.forEach((lane, group) => {
        const tall = (lane[i] / total) * Math.max(3, Math.sqrt(total / highest) * (height - 8)) || 0;
        c.fillStyle = data.groups[group].colour;
        c.fillRect(gutter + i * step, y - tall, Math.max(1.5, step - 0.5), tall);
        y -= tall;
      });
    });
  }

  // Pales what is not chosen, and underlines what the timeline shows.
  drawChosen(c, width, height) {
    const { gutter, look, view } = this.timeline, within = (day) => clamp(this.x(day), gutter, width);
    const chosen = this.brush || (this.range && [this.range[0], this.range[1] + 1]);
    if (chosen) {
      const [from, to] = chosen.map(within);
      c.fillStyle = look.paper;
      c.globalAlpha = 0.65;
      c.fillRect(gutter, 0, from - gutter, height);
      c.fillRect(to, 0, width - to, height);
      c.globalAlpha = 1;
      c.strokeStyle = look.primary;
      c.lineWidth = 2;
      c.strokeRect(from, 2, Math.max(2, to - from), height - 3);
    }
    const [from, to] = view.map(within);
    c.fillStyle = look.ink;
    c.fillRect(from, height - 2, Math.max(3, to - from), 2);
  }

  explain(c, height) {
    c.font = `11px ${this.timeline.look.font}`;
    c.textBaseline = "middle";
    c.globalAlpha = 0.75;
    const { words } = this.timeline.data, room = this.timeline.gutter - 8;
    c.fillText(fitted(c, words.strip, room), 4, height / 2 - 6);
    c.fillText(fitted(c, words.strip_hint, room), 4, height / 2 + 8);
    c.globalAlpha = 1;
  }

  // Slides the chosen dates from one place to another; for those who want no motion they are simply there.
  glide(from, to) {
    if (!from || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const begun = performance.now();
    const move = (now) => {
      const share = clamp((now - begun) / GLIDE, 0, 1);
      this.brush = share < 1 ? [0, 1].map((end) => from[end] + end + share * (to[end] - from[end])) : null;
      this.draw();
      if (share < 1) requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  }

  // What of the chosen dates is under the pointer: an "edge", the "inside", or nothing.
  grip(x) {
    if (!this.range) return null;
    const [from, to] = [this.x(this.range[0]), this.x(this.range[1] + 1)];
    if (Math.min(Math.abs(x - from), Math.abs(x - to)) < 6) return "edge";
    return x > from && x < to ? "inside" : null;
  }

  startBrush(event) {
    const at = this.day(event.offsetX), grip = this.grip(event.offsetX);
    const [from, to] = this.range ? [this.range[0], this.range[1] + 1] : [0, 0];
    const far = Math.abs(at - from) < Math.abs(at - to) ? to : from;
    const stretch = { edge: (day) => [day, far], inside: (day) => [from + day - at, to + day - at] }[grip] || ((day) => [at, day]);
    this.canvas.setPointerCapture(event.pointerId);
    const move = (e) => {
      this.brush = stretch(this.day(e.offsetX)).sort((a, b) => a - b);
      this.draw();
    };
    const stop = (e) => {
      this.canvas.removeEventListener("pointermove", move);
      const brush = this.brush;
      this.brush = null;
      if (e.type === "pointerup" && brush && this.x(brush[1]) - this.x(brush[0]) > 3) {
        const first = Math.floor(brush[0]);
        this.choose([first, Math.max(first, Math.ceil(brush[1]) - 1)]);
      } else this.draw();
    };
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", stop, { once: true });
    this.canvas.addEventListener("pointercancel", stop, { once: true });
  }
}

