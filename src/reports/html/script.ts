import { copyButtons } from "../../browser/copy-buttons.ts";
import { fileTree } from "../../browser/file-tree.ts";
import { layerMap } from "../../browser/layer-map.ts";
import { mapTable } from "../../browser/map-table.ts";
import { mapTiles } from "../../browser/map-tiles.ts";
import { mapWords } from "../../browser/map-words.ts";
import { rowFilter } from "../../browser/row-filter.ts";
import { squarify } from "../../browser/squarify.ts";
import { startPage } from "../../browser/start-page.ts";
import { unpack } from "../../browser/unpack.ts";

const mapTools = { unpack, fileTree, mapWords, squarify, mapTiles, mapTable };

/**
 * The script of the page: functions of ours as text. Each is closed, so that its text means the same in a page as here; what it needs of another one is
 * handed to it.
 */
export const pageScript = `"use strict";
(${textOf(startPage)})(globalThis, [
${textOf(copyButtons)},
${textOf(rowFilter)},
(page, say) => (${textOf(layerMap)})(page, say, {
${Object.entries(mapTools)
  .map(([name, tool]) => `${name}: ${textOf(tool)}`)
  .join(",\n")}
})]);
`;

/** In a script, `<` before `/script`, `!--` or `script` would end or change it: https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements */
export function textOf(part: (...given: never[]) => unknown): string {
  return String(part).replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\x3C`);
}
