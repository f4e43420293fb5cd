import { styleText } from "node:util";
import type { BrowseRow, PathMark } from "../../domain/image/browse-tree.ts";
import type { ImageInfo, LayerInfo } from "../../domain/image/image-info.ts";
import { asciiOf } from "../../reports/content/ascii.ts";
import { commandText } from "../../reports/content/command-text.ts";
import { oneLine } from "../../reports/content/guard-text.ts";
import { bytesText, countText } from "../../reports/content/units.ts";
import { fit, padStart } from "../../reports/terminal/page.ts";
import { depthOf, rowsShown } from "./rows-shown.ts";
import { fileRows, layerRows, type Model, type State } from "./state.ts";
import { viewerRows, type Viewer } from "./viewer.ts";

export interface Pen {
  readonly colour: boolean;
  /** The terminal shows no more than ASCII. */
  readonly ascii: boolean;
}

export interface BrowsedImage extends Model {
  readonly info: Pick<ImageInfo, "layers" | "sizeBytes" | "waste">;
  /** The name as given by the user. */
  readonly dockerfile?: string | undefined;
}

const smallest = { columns: 40, rows: 10 };

/** The whole screen, one line per row, none wider than the terminal. */
export function draw(state: State, image: BrowsedImage, pen: Pen): string[] {
  const { columns, rows } = state;
  const line = (text: string, style?: "bold" | "dim" | "yellow" | "cyan") => {
    const fittedText = fit(pen.ascii ? asciiOf(text) : text, columns);
    const printableText = pen.ascii ? asciiOf(fittedText) : fittedText;
    return pen.colour && style !== undefined && printableText !== ""
      ? styleText(style, printableText, { validateStream: false })
      : printableText;
  };
  if (columns < smallest.columns || rows < smallest.rows)
    return [line(`Too small: ${smallest.columns} columns and ${smallest.rows} rows are needed. q quits.`)];
  if (state.viewer !== undefined) return drawViewer(state.viewer, state, line);
  const { info } = image;
  const layersAt = layerRows(state, image.layers);
  const selectedLayer = state.layer === undefined ? 0 : state.layer + 1;
  const firstLayer = Math.max(0, Math.min(selectedLayer - layersAt + 1, image.layers + 1 - layersAt), 0);
  const from = Math.min(firstLayer, selectedLayer);
  const layers = Array.from({ length: layersAt }, (_, at) => {
    const index = from + at;
    const text = index === 0 ? wholeText(image) : layerText(info.layers[index - 1], image);
    const isChosen = index === selectedLayer;
    return line(`${isChosen ? (state.focus === "layers" ? ">" : "*") : " "} ${text}`, isChosen ? "bold" : undefined);
  });
  const tree = image.tree(state.layer);
  const visibleRows = rowsShown(tree, state.open);
  const room = fileRows(state, image.layers);
  const files = visibleRows.slice(state.top, state.top + room).map((row) => {
    const at = tree.at(row);
    const isHere = row === state.cursor;
    const text = rowText(at, row === 0 ? "" : tree.name(row), depthOf(tree, row), state.open.has(row));
    const style = isHere ? "bold" : at.mark === "deleted" ? "dim" : undefined;
    return line(`${isHere ? (state.focus === "files" ? ">" : "*") : " "} ${text}`, style);
  });
  return [
    line(
      `${oneLine(image.name)}  ${bytesText(info.sizeBytes)} in ${countText(image.layers, "layer")}, ${bytesText(info.waste.bytes)} wasted`,
      "bold",
    ),
    ...layers,
    line(divider(state, visibleRows.length, columns), "dim"),
    ...files,
    ...Array.from({ length: room - files.length }, () => ""),
    line(status(state, image), state.message === undefined ? "cyan" : "yellow"),
    line(helpText(state), "dim"),
  ];
}

function wholeText({ info }: BrowsedImage): string {
  return `all  ${padStart(bytesText(info.sizeBytes), 10)}  the final file system, and what layers still hold beside it`;
}

function layerText(layer: LayerInfo | undefined, { dockerfile }: BrowsedImage): string {
  if (layer === undefined) return "";
  const { index, bytes, added, changed, deleted, wastedBytes, line, createdBy } = layer;
  const counts = `${added > 0 ? ` +${added}` : ""}${changed > 0 ? ` ~${changed}` : ""}${deleted > 0 ? ` -${deleted}` : ""}`;
  const wasted = wastedBytes > 0 ? `  ${bytesText(wastedBytes)} wasted` : "";
  const place = line === undefined ? "" : `  ${oneLine(dockerfile ?? "Dockerfile")}:${line}`;
  return `${String(index).padEnd(3)}  ${padStart(bytesText(bytes), 10)} ${counts}${wasted}${place}  ${oneLine(commandText(createdBy))}`;
}

const signs = { added: "+", changed: "~", deleted: "-" } as const satisfies Record<PathMark, string>;
/** Maximum indentation; deeper rows are not indented further. */
const deepest = 20;

function rowText(row: BrowseRow, name: string, depth: number, isOpen: boolean): string {
  const { kind, bytes, gone, wasted, files, mark } = row;
  const size = mark === "deleted" ? gone : bytes;
  const sign = mark === undefined ? " " : signs[mark];
  const knot = kind === "folder" ? (isOpen ? "v " : "> ") : "  ";
  const end = kind === "folder" ? "/" : kind === "symlink" ? " (link)" : kind === "other" ? " (no file)" : "";
  const count = kind === "folder" && files > 0 ? `  (${countText(files, "file")})` : "";
  const removedText = gone > 0 && mark !== "deleted" ? `  -${bytesText(gone)}` : "";
  const waste = wasted > 0 ? `  ${bytesText(wasted)} wasted` : "";
  return `${padStart(bytesText(size), 10)} ${sign} ${"  ".repeat(Math.min(depth, deepest))}${knot}${oneLine(name)}${end}${count}${removedText}${waste}`;
}

function divider({ layer, top }: State, rows: number, columns: number): string {
  const viewText = layer === undefined ? "final file system" : `layer ${layer}: + added  ~ changed  - deleted`;
  const place = rows === 0 ? "" : ` ${top + 1} of ${rows} --`;
  const start = `-- ${viewText} `;
  return start + "-".repeat(Math.max(0, columns - start.length - place.length)) + place;
}

function status({ prompt, message, cursor, layer }: State, image: BrowsedImage): string {
  if (prompt !== undefined) return `${prompt.kind === "search" ? "/" : "Save as: "}${oneLine(prompt.text)}_`;
  return oneLine(message ?? image.tree(layer).path(cursor));
}

/** The help that fits; the key to leave is dropped last. */
function helpText({ prompt, focus, columns }: State): string {
  if (prompt?.kind === "search") return "Enter searches  Esc leaves it";
  if (prompt?.kind === "save")
    return "Enter saves; nothing is ever overwritten  Ctrl-U empties the line  Esc leaves it";
  const keys =
    focus === "layers" ? "Up Down choose a layer  Enter its files" : "Up Down move  Right opens  Left closes";
  const tab = `Tab ${focus === "layers" ? "files" : "layers"}`;
  const keyHelp = [keys, tab, "/ search", "n N next", "v view", "s save", "q quit"].join("  ");
  if (keyHelp.length <= columns) return keyHelp;
  const short = ["q quit", "v view", "s save", "/ search", tab, "n N next", "arrows move, open, close"];
  while (short.length > 1 && short.join("  ").length > columns) short.pop();
  return short.join("  ");
}

function drawViewer(
  { title, lines, top, left }: Viewer,
  { columns, rows, message }: State,
  line: (text: string, style?: "bold" | "dim") => string,
) {
  const room = viewerRows({ rows });
  const visibleLines = lines.slice(top, top + room).map((text) => line(cutLeft(tabless(text), left, columns)));
  return [
    line(title, "bold"),
    ...visibleLines,
    ...Array.from({ length: room - visibleLines.length }, () => ""),
    line(
      message ??
        `${Math.min(lines.length, top + 1)} of ${countText(lines.length, "line")}  Up Down Left Right move  q goes back`,
      "dim",
    ),
  ];
}

function tabless(text: string): string {
  return text.replace(/\r$/, "").replaceAll("\t", "    ");
}

/** Processes only the visible part: a line may have a megabyte. */
function cutLeft(text: string, firstColumn: number, columns: number): string {
  return oneLine(text.slice(firstColumn, firstColumn + columns * 4));
}
