import type { FileTree, MapNode } from "./file-tree.ts";
import type { MapWords } from "./map-words.ts";
import type { PageDocument, PageElement } from "./page.ts";

export interface MapTableGiven {
  readonly document: PageDocument;
  readonly tree: FileTree;
  readonly words: MapWords;
  /** Whether anyone looked at what the workload used. */
  readonly withUse: boolean;
  /** How many rows are shown. */
  readonly most: number;
  readonly open: (node: MapNode) => void;
  readonly showMore: () => void;
}

/** The map as a table, with a button for the rows that are not shown yet. Closed but for its arguments. */
export function mapTable(nodes: readonly MapNode[], settings: MapTableGiven): PageElement[] {
  const { document, tree, words, withUse, most, open, showMore } = settings;
  const make = (tag: string, name: string, ...parts: (PageElement | string)[]): PageElement => {
    const element = document.createElement(tag);
    if (name !== "") element.className = name;
    element.append(...parts);
    return element;
  };
  const head = make("tr", "");
  const columns = ["name", "bytes", "wasted", ...(withUse ? ["not used"] : []), "files", "made by"];
  for (const [index, text] of columns.entries()) {
    const cell = make("th", index > 0 && index < columns.length - 1 ? "num" : "", text);
    cell.setAttribute("scope", "col");
    head.append(cell);
  }
  const sizeOrNone = (bytes: number): string => (bytes > 0 ? words.size(bytes) : "\u2013");
  const rows = nodes.slice(0, most).map((node) => {
    const name = make(node.kind === "file" ? "span" : "button", node.kind === "file" ? "" : "link", node.label);
    if (node.kind !== "file") {
      name.setAttribute("type", "button");
      name.addEventListener("click", () => open(node));
    }
    const [first, ...others] = tree.layersOf(node);
    const othersNote = others.length === 0 ? "" : ` and ${others.length} more`;
    return make(
      "tr",
      "",
      make("td", "", name),
      make("td", "num", words.size(node.bytes)),
      make("td", "num", sizeOrNone(node.wasted)),
      ...(withUse ? [make("td", "num", sizeOrNone(node.unused))] : []),
      make("td", "num", String(node.files)),
      make("td", "", first === undefined ? "" : `${words.shortLayer(first.layer)}${othersNote}`),
    );
  });
  const table = make("table", "", make("thead", "", head), make("tbody", "", ...rows));
  if (nodes.length <= most) return [table];
  const button = make("button", "more", `Show more: ${nodes.length - most} are left`);
  button.setAttribute("type", "button");
  button.addEventListener("click", showMore);
  return [table, button];
}
