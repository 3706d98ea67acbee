// Symbols of the groups, for map and timeline alike: circle, square, triangle, diamond and hexagon, of about the same area.
function eventShape(c, name, x, y, r) {
  c.beginPath();
  if (name === "circle") {
    c.arc(x, y, r * 0.95, 0, 2 * Math.PI);
    return;
  }
  const [sides, size, turn] = { square: [4, 1.14, Math.PI / 4], triangle: [3, 1.25, -Math.PI / 2], diamond: [4, 1.2, 0], hexagon: [6, 1, 0] }[name];
  const down = name === "triangle" ? r * 0.2 : 0;
  for (let i = 0; i < sides; i += 1) {
    const angle = turn + (2 * Math.PI * i) / sides;
    c.lineTo(x + r * size * Math.cos(angle), y + down + r * size * Math.sin(angle));
  }
  c.closePath();
}
