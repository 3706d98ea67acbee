// What timeline.js is made of: days and their axis, rows and their labels, strokes. The page gets its files as one.
const DAY = 864e5;
const ROW = 17, AXIS = 30, SYMBOL = 5, BAR = 11, GAP = 5, OPEN = 56, LABEL_GUTTER = 136, WIDE_GUTTER = 176, NARROW_GUTTER = 96, NARROW = 560;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const wholeDays = ([from, to]) => [Math.floor(from), Math.ceil(to)];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const parts = (day) => { const d = new Date(day * DAY); return [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()]; };
const toDay = (year, month, day) => { const d = new Date(0); d.setUTCFullYear(year, month, day); return Math.round(d.getTime() / DAY); };
const instant = (day) => new Date(Math.round(clamp(day, -719162, 2932896) * 1440) * 6e4).toISOString().slice(0, 16).replace(":", "").replace("T0000", ""); // "2015-05-16T0612"
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const dayWords = (day, text, months) => { const [y, m, d] = parts(day); return filled(text, { day: d, month: months[m], year: y }); };

// ---- axis: each step knows its usual length in days, the pixels that its label needs, and the major label above it
const STEPS = [
  { days: 1, room: 20, next: (y, m, d) => toDay(y, m, d + 1), start: (y, m, d) => toDay(y, m, d), text: (y, m, d) => d, major: "month" },
  { days: 7, room: 24, next: (y, m, d) => toDay(y, m, d + 7), start: (y, m, d) => monday(toDay(y, m, d)), text: (y, m, d) => d, major: "month" },
  ...[[1, 30], [3, 30]].map(([n, room]) => ({ days: 30.4 * n, room, next: (y, m) => toDay(y, m + n, 1),
    start: (y, m) => toDay(y, m - (m % n), 1), text: (y, m, d, months) => months[m], major: "year" })),
  ...[1, 5, 10, 50, 100, 500].map((n) => ({ days: 365.25 * n, room: 38, next: (y) => toDay(y + n, 0, 1),
    start: (y) => toDay(y - (y % n), 0, 1), text: (y) => y, major: "" })),
];
const monday = (day) => day - ((((day + 3) % 7) + 7) % 7);

function ticks([from, to], width, months) {
  const step = STEPS.find((s) => (s.days * width) / (to - from) >= s.room) || STEPS[STEPS.length - 1];
  const found = [];
  for (let day = step.start(...parts(from)); day <= to; day = step.next(...parts(day))) found.push({ day, text: step.text(...parts(day), months) });
  return { found, majors: majors(step.major, from, to, months) };
}

function majors(kind, from, to, months) {
  if (!kind) return [];
  const [year, month] = parts(from), found = [];
  for (let i = 0; ; i += 1) {
    const day = kind === "month" ? toDay(year, month + i, 1) : toDay(year + i, 0, 1);
    if (day > to) return found;
    const [y, m] = parts(day);
    found.push({ day, text: kind === "month" ? `${months[m]} ${y}` : `${y}` });
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
  const ends = Array(rows).fill(-1e9), symbols = Array(rows).fill(-1e9), lines = Array.from({ length: rows }, () => []);
  boxes.forEach((box) => {
    let row = ends.findIndex((end) => end <= box.from);
    if (row < 0) row = symbols.indexOf(Math.min(...symbols));
    box.row = row;
    [ends[row], symbols[row]] = [Math.max(ends[row], box.end), Math.max(symbols[row], box.to)];
    lines[row].push(box);
  });
  lines.forEach(giveRoom);
}

// How wide each label of a row may be: up to the next symbol. Where symbols overlap, the one that ends last has the label.
function giveRoom(boxes) {
  let furthest = -1e9;
  boxes.forEach((box, i) => {
    const start = box.inside ? box.seen[0] + 7 : box.to + GAP;
    box.room = furthest > box.to ? 0 : box.inside ? box.seen[1] - start - 7 : 1e4;
    for (let next = i + 1; next < boxes.length && boxes[next].from < start + box.room; next += 1) {
      if (box.inside || boxes[next].to >= box.to) box.room = boxes[next].from - start - 4;
    }
    furthest = Math.max(furthest, box.to);
  });
}

// Rows by the square root of what is needed, so that a busy group leaves some to the others.
function share(needs, capacity) {
  if (sum(needs) <= capacity) return needs;
  const rows = needs.map(() => 1), lack = () => needs.map((need, i) => (rows[i] < need ? Math.sqrt(need) / rows[i] : 0));
  for (let left = capacity - rows.length; left > 0; left -= 1) rows[lack().indexOf(Math.max(...lack()))] += 1;
  return rows;
}

// ---- legend
// A group's symbol with its name.
function groupKey({ name, shape, colour }) {
  const item = document.createElement("span"), canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 26, height: 26 });
  Object.assign(canvas.style, { width: "13px", height: "13px" });
  const c = canvas.getContext("2d");
  c.scale(2, 2);
  c.fillStyle = colour;
  eventShape(c, shape, 6.5, 6.5, SYMBOL);
  c.fill();
  item.append(canvas, name);
  return item;
}

// ---- strokes
// The canvas cleared, and fitted to the pixels of the screen.
function sheet(canvas) {
  const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const c = canvas.getContext("2d");
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.globalAlpha = 1;
  c.clearRect(0, 0, width, height);
  return { c, width, height };
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
