// Steps the chosen dates through time: each step by the length of what is chosen, and only after the page has answered the one before.
const PACES = { "1×": 2000, "2×": 1000, "4×": 500 }; // milliseconds that a step stays, at least
const LENGTHS = [1, 7, 28, 91, 365, 1826, 3652, 18262]; // days of a step, where nothing is chosen: the first that needs at most so many steps
const MOST_STEPS = 40, GLIDE = 180; // milliseconds

class Playback {
  constructor(timeline, button, pace) {
    Object.assign(this, { timeline, button, pace, plan: null });
    button.onclick = () => this.toggle();
    Object.keys(PACES).forEach((name) => pace.append(new Option(name)));
  }

  toggle() {
    if (this.plan) this.stop();
    else this.start();
  }

  start() {
    const { range, data } = this.timeline;
    if (!data.span) return;
    this.plan = range ? this.onwards(range) : this.through(this.timeline.view);
    if (range) this.timeline.widen(this.plan);
    this.show();
    this.step();
  }

  // From the beginning to the end of what the timeline shows.
  through([from, to]) {
    const { span } = this.timeline.data, first = Math.max(Math.floor(from), span[0]), last = Math.min(Math.ceil(to) - 1, span[1]);
    const length = LENGTHS.find((days) => (last - first) / days < MOST_STEPS) || LENGTHS[LENGTHS.length - 1];
    return { first, next: first, last, length };
  }

  // On from what is chosen, in steps as long; from the beginning again where the end is reached.
  onwards([from, to]) {
    const { span, dense } = this.timeline.data, length = to - from + 1;
    const first = Math.max(dense[0], span[0]), last = Math.min(dense[1], span[1]);
    return { first: Math.min(first, from), next: to < last ? to + 1 : first, last, length };
  }

  step() {
    const { plan, timeline } = this;
    if (plan.next > plan.last) {
      this.stop();
      return;
    }
    const before = timeline.range, range = [plan.next, plan.next + plan.length - 1];
    Object.assign(plan, { before, sent: range, since: performance.now(), next: plan.next + plan.length });
    timeline.choose(range);
    timeline.overview.glide(before, range);
  }

  // The page has drawn what was chosen: goes on, or stops where somebody else has chosen something else.
  answered(range) {
    const { plan } = this;
    if (!plan || same(range, plan.before)) return;
    if (!same(range, plan.sent)) this.stop();
    else if (!this.timer) {
      const left = PACES[this.pace.value] - (performance.now() - plan.since);
      this.timer = setTimeout(() => {
        this.timer = null;
        if (this.plan) this.step();
      }, Math.max(0, left));
    }
  }

  stop() {
    clearTimeout(this.timer);
    Object.assign(this, { plan: null, timer: null });
    this.show();
  }

  show() {
    const { words } = this.timeline.data || { words: {} }, name = this.plan ? words.pause : words.play;
    this.button.setAttribute("aria-pressed", String(Boolean(this.plan)));
    this.button.setAttribute("aria-label", name);
    this.button.title = `${name}: ${words.play_help}`;
  }
}

