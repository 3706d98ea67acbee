// The panel with the event's reasons and its source text. Every string is written with textContent: articles are not to be trusted.
const MARKS = {
  light: { what: "#ffd9c2", when: "#cfe8ff", where: "#d3f0d0" },
  dark: { what: "#7a3b16", when: "#154a7d", where: "#1f5a2b" },
};

function element(tag, { className = "", text = null, ...properties } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  Object.entries(properties).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children.filter(Boolean));
  return made;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// A key presses the button of the page that bears this name. Keys that are typed into a field, or into a dialog, are left alone.
const KEYS = { a: "accept-event", r: "reject-event", e: "edit-event", u: "undo-event", j: "go-j", k: "go-k" };

function onKey(event) {
  const name = KEYS[event.key];
  const typing = event.composedPath().some((node) => node.matches?.("input, textarea, select, [contenteditable=true], [role=dialog]"));
  if (!name || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog]")) return;
  const button = document.querySelector(`.st-key-${name} button:not(:disabled)`);
  if (!button) return;
  event.stopPropagation();
  event.preventDefault();
  button.click();
}

// Streamlit's list cannot be told to show a line, so its scroller is moved, once it is there. A list in which the line was pressed is left as
// it is, since it may be sorted.
const LIST = ".st-key-list-table";
let pressed = null, turn = 0;

function onPress(event) {
  pressed = event.target.closest?.(LIST)?.querySelector(".dvn-scroller") ?? null;
}

function showLine(line, rows, left, mine = ++turn, tries = 30) {
  const scroller = document.querySelector(`${LIST} .dvn-scroller`);
  if (scroller && scroller !== left && scroller.scrollHeight >= (line + 1) * rows.height) {
    const top = line * rows.height, seen = scroller.clientHeight - rows.head;
    if (top < scroller.scrollTop || top + rows.height > scroller.scrollTop + seen) scroller.scrollTop = Math.max(0, top - rows.height);
  } else if (tries) setTimeout(() => mine === turn && showLine(line, rows, left, mine, tries - 1), 100);
}

export default function ({ data, parentElement, setTriggerValue }) {
  document.addEventListener("keydown", onKey, true);  // the same listener is added once only
  document.addEventListener("pointerdown", onPress, true);
  const panel = parentElement.querySelector(".source");
  const { line, rows, ...about } = data, chosen = `${data.evidence?.event_id} ${line}`;
  if (line !== null && panel.dataset.chosen !== chosen) showLine(line, rows, pressed);
  [panel.dataset.chosen, pressed] = [chosen, null];
  const shown = JSON.stringify(about);
  if (panel.dataset.shown === shown) return;
  panel.dataset.shown = shown;
  panel.style.setProperty("--above", data.above);
  Object.entries(MARKS[data.dark ? "dark" : "light"]).forEach(([name, colour]) => panel.style.setProperty(`--${name}`, colour));
  panel.classList.toggle("empty", !data.evidence);
  if (!data.evidence) {
    panel.replaceChildren(element("span", { text: data.hint }));
    delete panel.dataset.event;
    return;
  }
  const before = standing(panel);
  const { evidence, words, colours } = data;
  const tip = tooltip(panel);
  const tell = { ask: (name, value) => setTriggerValue(name, value), tip, words, colours };
  panel.dataset.event = evidence.event_id;
  const texts = element("div", { className: "texts" }, column(evidence.text, tell, neighbours(evidence, tell), legend(evidence, tell)));
  if (evidence.beside) texts.append(column(evidence.beside[1], tell, closing(tell)));
  panel.replaceChildren(...[head(evidence, tell), alike(evidence, tell), texts, tip.box, marking(panel, texts, tell)].filter(Boolean));
  panel.querySelectorAll(".tellings button").forEach((button) => {
    button.onclick = () => focus(panel, Number(button.dataset.mention));
  });
  stand(panel, before);
  focus(panel, evidence.text.focus);
  texts.querySelectorAll(".column + .column").forEach((other) => jump(other, evidence.beside[1].focus));
}

// ---- head
function head(evidence, { words, colours }) {
  const facts = evidence.facts.flatMap((fact) => [
    element("dt", { text: fact.label }),
    element("dd", {}, element("b", { text: fact.answer, className: fact.mark }), fact.reasons.length && element("small", { text: fact.reasons.join("; ") })),
  ]);
  const badges = evidence.badges.map((badge, i) => element("span", {}, i === 1 && dot(colours[evidence.group]), badge));
  const tellings = evidence.tellings.map(({ mention, quote, says }) => element("li", {},
    element("button", { "data-mention": mention, title: words.go_to_sentence }, element("span", { className: "number", text: mention }),
      element("span", { className: "quote", text: quote, dir: "auto" }), element("span", { className: "says", text: says }))));
  return element("div", { className: "head", tabindex: "0", role: "region", "aria-label": evidence.title },
    element("h3", { text: evidence.title, dir: "auto" }),
    element("div", { className: "badges" }, ...badges),
    element("dl", {}, ...facts),
    element("ol", { className: "tellings", "aria-label": words.mentions }, ...tellings));
}

function dot(colour) {
  const made = element("i");
  made.style.background = colour;
  return made;
}

// ---- other texts
function alike({ alike: others, beside }, { ask, words }) {
  if (!others.length) return null;
  const open = beside && beside[0];
  const buttons = others.map(({ id, label, title }) => {
    const button = element("button", { text: label, title, "aria-pressed": String(id === open), "data-beside": id, dir: "auto" });
    button.onclick = () => ask("beside", id === open ? "" : id);
    return button;
  });
  return element("div", { className: "alike" }, element("span", { text: words.also_told, title: words.also_told_help }), ...buttons);
}

// ---- a text
function column(text, tell, steps, legend) {
  return element("div", { className: "column" }, source(text, steps, legend), readings(text, tell), body(text, tell));
}

// The number of the event among those of its text, between the buttons for the one before and the one after.
function neighbours({ number, before, after, text }, { ask, words }) {
  const count = text.source.events;
  if (count < 2) return [];
  const step = (name, sign, label, id) => {
    const button = element("button", { className: name, text: sign, "aria-label": label, title: label });
    button.disabled = !id;
    button.onclick = () => ask("event", id);
    return button;
  };
  const all = element("button", { className: "all", text: filled(words.events_in_text, { number, count }), title: words.list_events });
  all.onclick = () => ask("document", text.source.id);
  return [step("before", "‹", words.previous, before), all, step("after", "›", words.next, after)];
}

function closing({ ask, words }) {
  const button = element("button", { className: "close", text: "×", "aria-label": words.close, title: words.close });
  button.onclick = () => ask("beside", "");
  return [button];
}

function legend({ text: { others } }, { words }) {
  const marks = ["what", "when", "where"].map((mark) => element("mark", { className: mark, text: words[`mark_${mark}`] }));
  if (others.length) marks.push(element("mark", { className: "other", text: words.mark_other }));
  return element("span", { className: "legend" }, ...marks);
}

function source({ source: { title, line, link } }, steps, legend) {
  const heading = link ? element("a", { href: link, target: "_blank", rel: "noopener noreferrer nofollow", text: title }) : element("b", { text: title });
  heading.dir = "auto";
  const below = element("div", { className: "below" }, element("span", { text: line, dir: "auto" }),
    element("span", { className: "steps" }, ...steps), legend);
  return element("div", { className: "document" }, heading, below);
}

function readings({ source: { readings: places } }, { words }) {
  if (!places.length) return null;
  const lines = places.map(({ words: told, link }) => element("li", { dir: "auto" },
    link ? element("a", { href: link, target: "_blank", rel: "noopener noreferrer nofollow", text: told }) : element("span", { text: told })));
  return element("details", { className: "readings" }, element("summary", { text: filled(words.read_in, { count: places.length }) }), element("ul", {}, ...lines));
}

function body({ segments, notes, others, source: { title } }, tell) {
  const pieces = [];
  segments.forEach((segment, at) => {
    const before = segments[at - 1] || {};
    pieces.push(piece(segment, before, notes, others, tell));
  });
  if (!segments.length) pieces.push(element("i", { text: tell.words.no_text }));
  return element("div", { className: "text", tabindex: "0", role: "region", dir: "auto", "aria-label": `${tell.words.text}: ${title}` }, ...pieces);
}

// A stretch of the text: a button where another event is told, a word with an explanation where a date or a place is.
function piece({ text, marks, mention, other, note }, before, notes, others, { tip, ask, colours }) {
  const marked = marks.some((mark) => mark !== "sentence");
  const made = element(marked || other !== null || note !== null ? "mark" : "span", { className: marks.join(" "), text });
  if (mention) made.dataset.mention = mention;
  if (note !== null) {
    made.classList.add("noted");
    if (marked && note !== before.note) made.tabIndex = 0;
    tip.explains(made, notes[note]);
  }
  if (other !== null) {
    const { id, group, note: told } = others[other];
    made.classList.add("other");
    made.style.setProperty("--group", colours[group]);
    made.dataset.event = id;
    if (other !== before.other) {
      made.tabIndex = 0;
      made.setAttribute("role", "button");
    }
    made.onclick = () => ask("event", id);
    made.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      ask("event", id);
    };
    tip.explains(made, told);
  }
  return made;
}

// ---- explanations
// One box for all of them. It stays while the pointer is on it, and Escape puts it away.
function tooltip(panel) {
  const box = element("div", { className: "tip", role: "tooltip", id: "source-tip" });
  box.hidden = true;
  let leaving = null, of = null;
  const hide = () => {
    if (of) of.removeAttribute("aria-describedby");
    of = null;
    box.hidden = true;
  };
  const stay = () => clearTimeout(leaving);
  const leave = () => {
    stay();
    leaving = setTimeout(hide, 150);
  };
  const show = (mark, { title, lines }) => {
    stay();
    hide();
    of = mark;
    mark.setAttribute("aria-describedby", box.id);
    const answers = lines.flatMap(([label, answer]) => [element("dt", { text: label }), element("dd", { text: answer, dir: "auto" })]);
    box.replaceChildren(element("b", { text: title, dir: "auto" }), element("dl", {}, ...answers));
    box.hidden = false;
    beside(box, mark, panel);
  };
  box.onpointerenter = stay;
  box.onpointerleave = leave;
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  const explains = (mark, note) => {
    mark.onpointerenter = () => show(mark, note);
    mark.onpointerleave = leave;
    mark.onfocus = () => show(mark, note);
    mark.onblur = leave;
  };
  return { box, explains };
}

// ---- marking
// A button beside the words that were marked in the text: they become the trigger of a new event.
function marking(panel, texts, { ask, words }) {
  const text = texts.querySelector(".text"), root = panel.getRootNode();
  const button = element("button", { className: "marking", text: words.add_event });
  button.hidden = true;
  const marked = () => {
    const found = (root.getSelection ? root : document).getSelection();
    const range = found && found.rangeCount && !found.isCollapsed ? found.getRangeAt(0) : null;
    return range && text.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
  };
  text.addEventListener("pointerup", () => setTimeout(() => { // the browser takes a mark away only after the event
    const range = marked();
    button.hidden = !range;
    if (range) beside(button, range, panel);
  }));
  panel.addEventListener("pointerdown", (event) => { if (event.target !== button) button.hidden = true; });
  button.onpointerdown = (event) => event.preventDefault(); // which would take the mark away
  button.onclick = () => {
    const range = marked();
    button.hidden = true;
    if (!range) return;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    ask("marked", `${[...before.toString()].length}:${range.toString()}`);
  };
  return button;
}

// Puts the box under a mark, or over it where there is no room, within the panel.
function beside(box, mark, panel) {
  const frame = panel.getBoundingClientRect();
  const line = mark.getClientRects()[0];
  const left = Math.max(4, Math.min(line.left - frame.left, frame.width - box.offsetWidth - 6));
  const under = line.bottom - frame.top + 4;
  const over = line.top - frame.top - box.offsetHeight - 4;
  box.style.left = `${left}px`;
  box.style.top = `${under + box.offsetHeight < frame.height || over < 0 ? under : over}px`;
}

// ---- where the reader is
// How far the text is scrolled, and which button has the focus, before the panel is drawn anew.
function standing(panel) {
  const active = panel.getRootNode().activeElement;
  const text = panel.querySelector(".text");
  const marked = active?.closest?.(".text .other") && "mark.focus";
  const button = active?.matches?.("button") && (active.dataset.beside ? `[data-beside="${active.dataset.beside}"]` : active.className && `button.${active.className}`);
  return { scrolled: text ? text.scrollTop : 0, document: panel.dataset.document, active: marked || button || null };
}

function stand(panel, { scrolled, document: read, active }) {
  const { evidence } = JSON.parse(panel.dataset.shown);
  panel.dataset.document = evidence.text.source.id;
  if (read === panel.dataset.document) panel.querySelector(".text").scrollTop = scrolled;
  if (!active) return;
  focus(panel, evidence.text.focus);
  const target = panel.querySelector(active);
  if (target?.matches("mark")) target.tabIndex = -1;
  target?.focus({ preventScroll: true });
}

function focus(panel, mention) {
  panel.querySelectorAll(".tellings button").forEach((button) => button.classList.toggle("current", Number(button.dataset.mention) === mention));
  jump(panel.querySelector(".column"), mention);
}

// Scrolls a text, and nothing else on the page, to a mention, unless it is in sight.
function jump(of, mention) {
  const box = of.querySelector(".text");
  const numbers = [...box.querySelectorAll("[data-mention]")];
  const target = numbers.find((mark) => Number(mark.dataset.mention) === mention) || numbers[0];
  numbers.forEach((mark) => mark.classList.toggle("focus", mark === target));
  if (!target) return;
  const at = target.offsetTop - box.scrollTop;
  if (at < 8 || at > box.clientHeight - 40) box.scrollTop = target.offsetTop - box.clientHeight / 3;
}
