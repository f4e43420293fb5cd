export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles whose areas are as the weights, as near to squares as it goes: Bruls, Huizing, van Wijk, "Squarified Treemaps" (2000). `weights` are positive, the largest
 * first. Closed: it uses nothing but its arguments, so that its text can be put into a page.
 */
export function squarify(weights: readonly number[], within: Rectangle): Rectangle[] {
  const rectangles: Rectangle[] = [];
  let { x, y, width, height } = within;
  let room = weights.reduce((sum, weight) => sum + weight, 0);
  for (let from = 0; from < weights.length;) {
    const side = Math.min(width, height);
    const scale = room > 0 ? (width * height) / room : 0;
    let to = from;
    let sum = 0;
    for (let maxAspectRatio = Number.POSITIVE_INFINITY; to < weights.length; to++) {
      const next = sum + (weights[to] ?? 0);
      const area = next * scale;
      const [largest, smallest] = [(weights[from] ?? 0) * scale, (weights[to] ?? 0) * scale];
      const ratio = Math.max((side * side * largest) / (area * area), (area * area) / (side * side * smallest));
      if (to > from && !(ratio <= maxAspectRatio)) break;
      maxAspectRatio = ratio;
      sum = next;
    }
    const thick = side > 0 ? (sum * scale) / side : 0;
    let offset = 0;
    for (; from < to; from++) {
      const long = sum > 0 ? (side * (weights[from] ?? 0)) / sum : 0;
      rectangles.push(
        width >= height
          ? { x, y: y + offset, width: thick, height: long }
          : { x: x + offset, y, width: long, height: thick },
      );
      offset += long;
    }
    if (width >= height) {
      x += thick;
      width = Math.max(0, width - thick);
    } else {
      y += thick;
      height = Math.max(0, height - thick);
    }
    room -= sum;
  }
  return rectangles;
}
