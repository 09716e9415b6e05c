// Small line and bar charts as SVG; colours come from the style sheet, so they follow light and dark.

const SVG = "http://www.w3.org/2000/svg";

export function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** A round number not below the greatest value. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= value);
}

/**
 * Series over common points.
 * @param labels one text per point; the first, middle and last are written
 * @param width of the drawing, which fills its place: the wider, the lower
 * @param series [{name, values, kind: "line"|"bar", colour: 1|2|3|"bad"}]
 */
export function chart(labels, series, description, width = 600) {
  const height = 150, left = 34, bottom = 18, top = 8;
  const most = ceiling(Math.max(1, ...series.flatMap((each) => each.values)));
  const x = (i) => left + ((i + 0.5) * (width - left - 4)) / Math.max(1, labels.length);
  const y = (value) => top + (height - top - bottom) * (1 - value / most);
  const svg = make("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": description });
  for (const value of [0, most / 2, most]) {
    svg.append(make("line", { class: "axis", x1: left, x2: width, y1: y(value), y2: y(value) }),
      make("text", { x: left - 5, y: y(value) + 4, "text-anchor": "end" }, Number.isInteger(value) ? String(value) : value.toFixed(1)));
  }
  for (const each of series) {
    if (each.kind === "bar") {
      const wide = Math.max(1, ((width - left) / labels.length) * 0.6);
      each.values.forEach((value, i) => {
        const bar = make("rect", { class: `fill${each.colour}`, x: x(i) - wide / 2, y: y(value), width: wide, height: Math.max(0, y(0) - y(value)) });
        bar.append(make("title", {}, `${labels[i]} · ${each.name}: ${value}`));
        svg.append(bar);
      });
    } else {
      svg.append(make("polyline", { class: `line${each.colour}`, points: each.values.map((value, i) => `${x(i)},${y(value)}`).join(" ") }));
    }
  }
  const marks = new Set([0, Math.floor((labels.length - 1) / 2), labels.length - 1]);
  for (const i of marks) {
    if (labels[i]) {
      const anchor = i === 0 ? "start" : i === labels.length - 1 ? "end" : "middle";
      svg.append(make("text", { x: i === 0 ? left : i === labels.length - 1 ? width : x(i), y: height - 4, "text-anchor": anchor }, labels[i]));
    }
  }
  return svg;
}

/** The meaning of the colours. */
export function legend(series) {
  const line = document.createElement("div");
  line.className = "legend";
  for (const each of series) {
    const item = document.createElement("span");
    const dot = document.createElement("i");
    dot.className = `c${each.colour}`;
    item.append(dot, each.name);
    line.append(item);
  }
  return line;
}
