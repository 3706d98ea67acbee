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

export default function ({ data, parentElement, setTriggerValue }) {
  document.addEventListener("keydown", onKey, true);  // the same listener is added once only
  const panel = parentElement.querySelector(".source");
  const shown = JSON.stringify(data);
  if (panel.dataset.shown === shown) return;
  panel.dataset.shown = shown;
  panel.style.setProperty("--above", data.above);
  Object.entries(MARKS[data.dark ? "dark" : "light"]).forEach(([name, colour]) => panel.style.setProperty(`--${name}`, colour));
  panel.classList.toggle("empty", !data.evidence);
  if (!data.evidence) {
    panel.replaceChildren(element("span", { text: data.hint }));
    return;
  }
  const { evidence } = data;
  panel.dataset.event = evidence.event_id;
  panel.replaceChildren(head(evidence, data.colour), source(evidence), text(evidence));
  panel.querySelectorAll(".tellings button").forEach((button) => {
    button.onclick = () => focus(panel, Number(button.dataset.mention));
  });
  const all = panel.querySelector(".all");
  if (all) all.onclick = () => setTriggerValue("document", evidence.source.id);
  focus(panel, evidence.focus);
}

function head(evidence, colour) {
  const facts = evidence.facts.flatMap((fact) => [
    element("dt", { text: fact.label }),
    element("dd", {}, element("b", { text: fact.answer, className: fact.mark }), fact.reasons.length && element("small", { text: fact.reasons.join("; ") })),
  ]);
  const badges = evidence.badges.map((badge, i) => element("span", {}, i === 1 && dot(colour), badge));
  const tellings = evidence.tellings.map(({ mention, quote, says }) => element("li", {},
    element("button", { "data-mention": mention, title: "Go to this sentence" }, element("span", { className: "number", text: mention }),
      element("span", { className: "quote", text: quote }), element("span", { className: "says", text: says }))));
  return element("div", { className: "head" },
    element("h3", { text: evidence.title }),
    element("div", { className: "badges" }, ...badges),
    element("dl", {}, ...facts),
    element("ol", { className: "tellings", "aria-label": "Mentions in the text" }, ...tellings));
}

function dot(colour) {
  const made = element("i");
  made.style.background = colour;
  return made;
}

function source({ source: { title, line, link, events } }) {
  const heading = link ? element("a", { href: link, target: "_blank", rel: "noopener noreferrer nofollow", text: title }) : element("b", { text: title });
  const legend = ["what", "when", "where"].map((mark) => element("mark", { className: mark, text: mark }));
  const all = events > 1 && element("button", { className: "all", text: `${events} events in this text`, title: "List them" });
  const below = element("div", { className: "below" }, element("span", { text: line }), all, element("span", { className: "legend" }, ...legend));
  return element("div", { className: "document" }, heading, below);
}

function text({ segments }) {
  const pieces = segments.map(({ text: words, marks, mention }) => {
    const marked = marks.some((mark) => mark !== "sentence");
    const piece = element(marked ? "mark" : "span", { className: marks.join(" "), text: words });
    if (mention) piece.dataset.mention = mention;
    return piece;
  });
  return element("div", { className: "text", tabindex: "0", role: "document", "aria-label": "Source text" }, ...pieces);
}

// Scrolls the text, and nothing else on the page, to a mention.
function focus(panel, mention) {
  const box = panel.querySelector(".text");
  const numbers = [...box.querySelectorAll("[data-mention]")];
  const target = numbers.find((piece) => Number(piece.dataset.mention) === mention) || numbers[0];
  panel.querySelectorAll(".tellings button").forEach((button) => button.classList.toggle("current", Number(button.dataset.mention) === mention));
  numbers.forEach((piece) => piece.classList.toggle("focus", piece === target));
  if (target) box.scrollTop = target.offsetTop - box.clientHeight / 3;
}
