// Writes countries.geojson from Natural Earth's 1:50m country outlines. How to run it: README.md in this folder.
import fs from "node:fs";
import { createRequire } from "node:module";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import iso from "i18n-iso-countries";
import polylabel from "polylabel";
import { feature } from "topojson-client";

const DECIMALS = 2; // about 1 km, finer than the outlines themselves
// Outlines without an ISO number. GeoNames writes XK for Kosovo; the other two belong to the state whose ISO code covers them.
const CODES = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };
const NAMES = { Macedonia: "North Macedonia", eSwatini: "Eswatini", "W. Sahara": "Western Sahara", "Fr. S. Antarctic Lands": "" };

const round = (x) => (typeof x === "number" ? Number(x.toFixed(DECIMALS)) : x.map(round));
const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
const area = ([ring]) => Math.abs(ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - y * ring[(i + 1) % ring.length][0], 0));
const width = ([ring]) => Math.max(...ring.map((p) => p[0])) - Math.min(...ring.map((p) => p[0]));

function country({ id, properties, geometry }) {
  const largest = polygons(geometry).sort((a, b) => area(b) - area(a))[0];
  const name = NAMES[properties.name] ?? properties.name;
  const code = CODES[properties.name] ?? iso.numericToAlpha2(id ?? "") ?? "";
  const label = round([...polylabel(largest, 0.1)]); // where the name goes, and how wide the land is there
  return {
    type: "Feature",
    properties: { id: code, name, label, width: round(width(largest)) },
    geometry: { ...geometry, coordinates: round(geometry.coordinates) },
  };
}

const source = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
const topology = JSON.parse(fs.readFileSync(source));
// An equirectangular "projection" of one degree per unit does nothing but cut the rings at the antimeridian.
const cut = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).reflectY(true).precision(0);
const features = geoProject(feature(topology, topology.objects.countries), cut).features.filter((f) => f.geometry).map(country);
const target = process.argv[2] ?? "countries.geojson";
fs.writeFileSync(target, JSON.stringify({ type: "FeatureCollection", features }));
console.log(`${features.length} outlines, ${fs.statSync(target).size} bytes, without a code:`, features.filter((f) => !f.properties.id).map((f) => f.properties.name));
