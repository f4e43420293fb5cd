import { addressState } from "../../browser/address-state.ts";
import { controls } from "../../browser/controls.ts";
import { copyButtons } from "../../browser/copy-buttons.ts";
import { fileTree } from "../../browser/file-tree.ts";
import { findingFilter } from "../../browser/finding-filter.ts";
import { layerMap } from "../../browser/layer-map.ts";
import { mapControls } from "../../browser/map-controls.ts";
import { mapTable } from "../../browser/map-table.ts";
import { mapTiles } from "../../browser/map-tiles.ts";
import { mapWords } from "../../browser/map-words.ts";
import { rowFilter } from "../../browser/row-filter.ts";
import { squarify } from "../../browser/squarify.ts";
import { startPage } from "../../browser/start-page.ts";
import { takeRows } from "../../browser/take-rows.ts";
import { unpack } from "../../browser/unpack.ts";
import { csvCell } from "../content/csv-cell.ts";
import { prose } from "../content/markdown-text.ts";

const mapTools = { unpack, fileTree, mapWords, squarify, mapControls, mapTiles, mapTable };

/**
 * The script of the page: our functions as text. Each is self-contained, so that its text works in a page as it does
 * here; it receives other functions as parameters.
 */
export const pageScript = `"use strict";
{
const controls = ${textOf(controls)};
(${textOf(startPage)})(globalThis, ${textOf(addressState)}, [
${textOf(copyButtons)},
${withTools(findingFilter, "controls")},
${withTools(rowFilter, `controls, takeRows: (page, say, shown) => (${textOf(takeRows)})(page, say, shown, { prose: ${textOf(prose)}, csvCell: ${textOf(csvCell)} })`)},
${withTools(
  layerMap,
  Object.entries(mapTools)
    .map(([name, tool]) => `${name}: ${textOf(tool)}`)
    .join(",\n"),
)}]);
}
`;

function withTools(part: (...given: never[]) => unknown, tools: string): string {
  return `(page, say, address) => (${textOf(part)})(page, say, address, {\n${tools}\n})`;
}

/**
 * In a script, `<` before `/script`, `!--` or `script` would end or change it:
 * https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements
 */
export function textOf(part: (...given: never[]) => unknown): string {
  return String(part).replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\x3C`);
}
