import { gzipSync } from "node:zlib";
import type { ImageFiles } from "../../domain/image/image-files.ts";
import { bytesText, countText } from "../content/units.ts";
import { html, type Html } from "./html.ts";

/** Maximum number of files per layer without the script. */
const largest = 20;

/** The layer explorer of each image. Without the script it shows the largest files of each layer. */
export function mapsPart(images: readonly ImageFiles[]): Html {
  return html`<p>
      Each tile is as large as its bytes, and leads to the instruction that made it. Wasted bytes are in the image
      though a later layer overwrites or deletes them.
    </p>
    ${images.map((files, index) => mapPart(files, `map-${index}`, images.length > 1))}`;
}

function mapPart(files: ImageFiles, id: string, withHeading: boolean): Html {
  const fileCount = files.counts?.reduce((sum, count) => sum + count, 0) ?? files.paths.length;
  return html`${withHeading ? html`<h3>${files.image}</h3>` : undefined}
    <p>${countText(fileCount, "file")} in ${countText(files.layers.length, "layer")}.</p>
    <p class="legend">
      <span class="key"
        ><i class="kept"></i>${files.used === undefined ? "in the final image" : "used by the workload"}</span
      >
      <span class="key"><i class="wasted"></i>mostly wasted</span>
      ${files.used === undefined ? undefined : html`<span class="key"><i class="unused"></i>mostly not used by the workload</span>`}
      <span class="key"><i class="lump"></i>many small ones</span>
    </p>
    <div class="map" data-of="${id}"></div>
    <details>
      <summary>The layers and their largest files</summary>
      ${files.layers.map((_, layer) => layerPart(files, layer, id))}
    </details>
    ${packed(files, id)}`;
}

function layerPart(files: ImageFiles, layer: number, id: string): Html {
  const { createdBy = "", line } = files.layers[layer] ?? {};
  const layerItems = [...files.paths.keys()].filter((item) => files.layer[item] === layer);
  const sizeOf = (item: number) => files.bytes[item] ?? 0;
  const sorted = layerItems.filter((item) => sizeOf(item) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
  return html`<div id="${id}-layer-${layer}" class="map-layer">
    <p>
      <b>layer ${layer}</b>${line === undefined ? undefined : `, line ${line} of the Dockerfile`}:
      <code>${createdBy}</code>
    </p>
    <ul>
      ${sorted.slice(0, largest).map((item) => html`<li>${bytesText(sizeOf(item))} <code>${pathOf(files, item)}</code>${fateOf(files, item)}</li>`)}
      ${sorted.length > largest ? html`<li class="soft">and ${countText(sorted.length - largest, "smaller one")}</li>` : undefined}
    </ul>
  </div>`;
}

function fateOf({ hiddenBy, used, counts }: ImageFiles, item: number): string {
  const by = hiddenBy[item] ?? -1;
  const many = (counts?.[item] ?? 1) > 1 ? ` (${countText(counts?.[item] ?? 1, "small file")})` : "";
  if (by >= 0) return `${many}, wasted by layer ${by}`;
  return used?.[item] === 0 ? `${many}, not used by the workload` : many;
}

function pathOf({ names, parents, paths }: ImageFiles, item: number): string {
  const parts: string[] = [];
  for (let row = paths[item] ?? 0; row > 0; row = parents[row] ?? 0) parts.unshift(names[row] ?? "");
  return `/${parts.join("/")}`;
}

/** Base64 contains no character that ends a script or affects a terminal or a CI system; the policy covers executed scripts, not data. */
function packed(files: ImageFiles, id: string): Html {
  const text = gzipSync(JSON.stringify(files), { level: 9 }).toString("base64");
  return { markup: `<script type="application/octet-stream" id="${id}">${text}</script>` };
}
