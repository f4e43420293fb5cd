import type { LayerView, PathBytes } from "../../../domain/image/inspection.ts";
import { bytesText, countText } from "../../content/units.ts";
import type { Image } from "../image/image.ts";
import { hang, headline, padStart, type Page } from "../page.ts";

/** One layer: its command, its changes, and its largest paths. */
export function layerSections(view: LayerView, image: Image | undefined, page: Page): string[] {
  const { added, changed, deleted, folders, files, deletedPaths, layer } = view;
  const info = image?.layers[layer];
  const wasted = info?.wastedBytes ?? 0;
  const rows: readonly (readonly [string, string])[] = [
    ...(info === undefined
      ? []
      : ([
          ["digest", `${info.diffId}${info.digest === "verified" ? "" : ", not compared with the content"}`],
          ["made by", `${info.createdBy || "unknown"}${info.line === undefined ? "" : ` (line ${info.line})`}`],
          ["size", sizeText(info)],
          ["wasted", wasted === 0 ? "nothing" : `${bytesText(wasted)}, overwritten or deleted by later layers`],
        ] as const)),
    ["added", `${countText(added.paths, "file")}, ${bytesText(added.bytes)}`],
    ["changed", `${countText(changed.paths, "file")}, ${bytesText(changed.bytes)}`],
    ["deleted", deletedText(deleted)],
  ];
  return [
    ...headline(page, `Layer ${layer}`, image === undefined ? "" : `of ${countText(image.layers.length, "layer")}`),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(9), text, undefined, "dim")),
    ...list(page, "Largest folders", folders, ({ path, files: count }) => `${path}, ${countText(count, "file")}`),
    ...list(page, "Largest files", files, ({ path, change }) => (change === "changed" ? `${path}, changed` : path)),
    ...list(page, "Deleted from the layers below", deletedPaths, ({ path }) => path),
  ];
}

function sizeText({ bytes, files, compressedBytes }: Image["layers"][number]): string {
  const stored = compressedBytes === undefined ? "" : `, ${bytesText(compressedBytes)} compressed`;
  return `${bytesText(bytes)} in ${countText(files, "file")}${stored}`;
}

function deletedText({ paths, bytes }: LayerView["deleted"]): string {
  if (paths === 0) return "nothing";
  const hidden = bytes === 0 ? "" : `; ${bytesText(bytes)} of them stay in the layers below`;
  return `${countText(paths, "path")}${hidden}`;
}

/** A section of paths with their bytes; empty if there are none. */
export function list<T extends PathBytes>(
  page: Page,
  title: string,
  items: readonly T[],
  text: (item: T) => string,
): string[] {
  if (items.length === 0) return [];
  return [
    ...headline(page, title),
    ...items.flatMap((item) => hang(page, `${padStart(bytesText(item.bytes), 10)}  `, text(item))),
  ];
}
