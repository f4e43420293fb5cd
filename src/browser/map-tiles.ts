import type { FileTree, Grouping, MapNode } from "./file-tree.ts";
import type { MapWords, Measure } from "./map-words.ts";
import type { PageDocument, PageElement } from "./page.ts";
import type { Rectangle } from "./squarify.ts";

export interface MapTile {
  readonly button: PageElement;
  /** Undefined: nodes too small for a separate tile. */
  readonly node?: MapNode;
}

export interface MapTilesGiven {
  readonly document: PageDocument;
  readonly tree: FileTree;
  readonly words: MapWords;
  readonly grouping: Grouping;
  readonly measure: Measure;
  readonly within: MapNode;
  readonly width: number;
  readonly height: number;
  readonly squarify: (weights: readonly number[], within: Rectangle) => Rectangle[];
}

/** A button for each of the largest nodes, with its content drawn inside, and one for the others. Closed but for its arguments. */
export function mapTiles(nodes: readonly MapNode[], settings: MapTilesGiven): MapTile[] {
  const { document, tree, words, grouping, measure, within, width, height, squarify } = settings;
  const headHeight = 22;
  const weight = (node: MapNode): number => node[measure];
  const total = nodes.reduce((sum, node) => sum + weight(node), 0);
  // Click targets are at least 24 pixels wide and high (WCAG 2.2, 2.5.8); smaller nodes are in the table.
  const narrow = 24;
  const minWeight = (total * 26 * 26) / (width * height);

  const positionElement = (
    element: PageElement,
    { x, y, width: wide, height: high }: Rectangle,
    box: readonly [number, number],
  ) => {
    const percent = (value: number, of: number): string => `${((100 * value) / of).toFixed(3)}%`;
    element.style.setProperty("left", percent(x, box[0]));
    element.style.setProperty("top", percent(y, box[1]));
    element.style.setProperty("width", percent(wide, box[0]));
    element.style.setProperty("height", percent(high, box[1]));
  };
  const span = (name: string, ...parts: (PageElement | string)[]): PageElement => {
    const element = document.createElement("span");
    element.className = name;
    element.append(...parts);
    return element;
  };
  const toneOf = ({ bytes, wasted, unused }: MapNode): string => {
    if (wasted * 2 > bytes) return "wasted";
    return unused * 2 > bytes ? "unused" : "kept";
  };
  /** Nodes and the remainder in the order of their weights, each with its rectangle. */
  const laidOut = (
    items: readonly MapNode[],
    restWeight: number,
    box: Rectangle,
  ): [MapNode | undefined, Rectangle][] => {
    const weighed: (readonly [MapNode | undefined, number])[] = items.map((node) => [node, weight(node)]);
    if (restWeight > 0) weighed.push([undefined, restWeight]);
    weighed.sort((a, b) => b[1] - a[1]);
    const places = squarify(
      weighed.map(([, nodeWeight]) => nodeWeight),
      box,
    );
    return weighed.map(([node], at) => [node, places[at] ?? { x: 0, y: 0, width: 0, height: 0 }]);
  };

  /** The content of a node below its name, recursively while there is room for names. */
  function inside(node: MapNode, wide: number, high: number, depth: number): PageElement {
    const inner = span("tile-inner");
    inner.setAttribute("aria-hidden", "true");
    if (node.kind === "file" || depth === 0 || wide < 70 || high < 60) return inner;
    const box = { x: 0, y: 0, width: wide, height: high - headHeight };
    const visible = (childNode: MapNode): boolean => weight(childNode) * box.width * box.height > 30 * weight(node);
    const parts = tree.childrenOf(node, grouping).filter(visible).slice(0, 40);
    const restWeight = weight(node) - parts.reduce((sum, part) => sum + weight(part), 0);
    for (const [part, place] of laidOut(parts, restWeight, box)) {
      const piece = span(`piece ${part === undefined ? "rest" : toneOf(part)}`);
      if (part !== undefined && place.width > 60 && place.height > 18) piece.append(span("piece-label", part.label));
      if (part !== undefined) piece.append(inside(part, place.width, place.height, depth - 1));
      positionElement(piece, place, [box.width, box.height]);
      inner.append(piece);
    }
    return inner;
  }

  function tileOf(node: MapNode, place: Rectangle): MapTile {
    const showsLabel = place.width > 34 && place.height > 20;
    const about = words.about(node, within, measure);
    const button = document.createElement("button");
    button.className = `tile ${toneOf(node)}`;
    button.append(
      span(
        showsLabel ? "tile-label" : "tile-label unseen",
        node.label,
        " ",
        span("tile-size", words.amount(node, measure)),
      ),
      span("unseen", ` ${about}`),
      inside(node, place.width, place.height, 3),
    );
    button.setAttribute("title", `${words.nameOf(node)}: ${words.amount(node, measure)}, ${about}`);
    return { button, node };
  }

  function restTile(smallNodes: readonly MapNode[], place: Rectangle): MapTile {
    const button = document.createElement("button");
    button.className = "tile rest";
    button.append(
      place.width < 56
        ? span("tile-label tight", `+${smallNodes.length}`)
        : span("tile-label", `${smallNodes.length} more`),
      span("unseen", " smaller ones, in the table below"),
    );
    button.setAttribute("title", `${smallNodes.length} smaller ones are in the table below`);
    return { button };
  }

  const isNarrow = (place: Rectangle | undefined): boolean =>
    place !== undefined && Math.min(place.width, place.height) < narrow;
  const whole = { x: 0, y: 0, width, height };
  /** The largest nodes, and the remainder at its weight, or at the least weight that can be clicked. */
  const withRest = (large: readonly MapNode[], smallNodes: readonly MapNode[]): [MapNode | undefined, Rectangle][] => {
    const leftWeight = smallNodes.reduce((sum, node) => sum + weight(node), 0);
    let restWeight = leftWeight > 0 ? Math.max(leftWeight, minWeight) : 0;
    for (;;) {
      const layout = laidOut(large, restWeight, whole);
      if (restWeight === 0 || restWeight > total || !isNarrow(layout.find(([node]) => node === undefined)?.[1]))
        return layout;
      restWeight *= 1.2;
    }
  };
  let count = nodes.filter((node) => weight(node) >= minWeight).slice(0, 400).length;
  let layout = withRest(nodes.slice(0, count), nodes.slice(count));
  while (count > 1 && layout.some(([, place]) => isNarrow(place))) {
    // In steps, since there may be hundreds.
    count = Math.min(count - 1, Math.floor(count * 0.95));
    layout = withRest(nodes.slice(0, count), nodes.slice(count));
  }
  const smallNodes = nodes.slice(count);
  return layout.map(([node, place]) => {
    const tileNode = node ?? (smallNodes.length === 1 ? smallNodes[0] : undefined);
    const tile = tileNode === undefined ? restTile(smallNodes, place) : tileOf(tileNode, place);
    tile.button.setAttribute("type", "button");
    tile.button.setAttribute("tabindex", "-1");
    positionElement(tile.button, place, [width, height]);
    return tile;
  });
}
