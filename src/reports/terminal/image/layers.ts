import type { LayerInfo } from "../../../domain/image/image-info.ts";
import { commandText } from "../../content/command-text.ts";
import { bytesText, countText } from "../../content/units.ts";
import { fit, headline, padStart, type Page } from "../page.ts";
import type { Image } from "./image.ts";

interface Column {
  readonly head: string;
  readonly cell: (layer: LayerInfo) => string;
  /** Minimum page width for the column. */
  readonly from?: number;
  readonly colour?: "yellow";
}

const count = (sign: string, read: (layer: LayerInfo) => number): Column => ({
  head: sign,
  cell: (layer) => (read(layer) === 0 ? "" : `${sign}${read(layer)}`),
  from: 70,
});

const columns: readonly Column[] = [
  { head: "#", cell: ({ index }) => String(index) },
  { head: "line", cell: ({ line }) => (line === undefined ? "" : String(line)) },
  { head: "size", cell: ({ bytes }) => bytesText(bytes) },
  {
    head: "compressed",
    cell: ({ compressedBytes }) => (compressedBytes === undefined ? "" : bytesText(compressedBytes)),
    from: 90,
  },
  count("+", ({ added }) => added),
  count("~", ({ changed }) => changed),
  count("-", ({ deleted }) => deleted),
  { head: "wasted", cell: ({ wastedBytes }) => (wastedBytes === 0 ? "" : bytesText(wastedBytes)), colour: "yellow" },
];

/**
 * The layers, one per line: size, files added, changed (`~`) and deleted, bytes wasted, command. A column without
 * values, or without room on a narrow page, is omitted.
 */
export function layerSection({ layers, waste: { bytes } }: Image, page: Page): string[] {
  const { width, paint } = page;
  const maxBytes = layers.reduce((largest, layer) => Math.max(largest, layer.bytes), 1);
  const visibleColumns = columns
    .filter(({ from = 0 }) => width >= from)
    .map((column) => ({ ...column, cells: layers.map(column.cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map((column) => ({
      ...column,
      width: 2 + column.cells.reduce((longest, { length }) => Math.max(longest, length), column.head.length),
    }));
  const columnsWidth = visibleColumns.reduce((sum, column) => sum + column.width, 2);
  const bar = width - columnsWidth >= 50;
  const room = Math.max(width - columnsWidth - (bar ? barWidth + 2 : 0), 2);
  return [
    ...headline(page, "Layers", `${countText(layers.length, "layer")}, ${bytesText(bytes)} wasted`),
    paint("dim", visibleColumns.map((column) => padStart(column.head, column.width)).join("")),
    ...layers.map((layer, at) => {
      const cells = visibleColumns.map((column) => {
        const cell = padStart(column.cells[at] ?? "", column.width);
        return column.colour === undefined ? cell : paint(column.colour, cell);
      });
      const share = bar ? `${barText(layer, maxBytes, paint)}  ` : "";
      return `${cells.join("")}  ${share}${paint("dim", fit(commandText(layer.createdBy), room))}`.trimEnd();
    }),
  ];
}

const barWidth = 10;

function barText({ bytes, wastedBytes }: LayerInfo, maxBytes: number, paint: Page["paint"]): string {
  const filled = Math.round((bytes / maxBytes) * barWidth);
  const wasted = bytes === 0 ? 0 : Math.min(filled, Math.ceil((wastedBytes / bytes) * filled));
  return `${paint("cyan", "█".repeat(filled - wasted))}${paint("yellow", "▒".repeat(wasted))}${" ".repeat(barWidth - filled)}`;
}
