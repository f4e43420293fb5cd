import type { LayerInfo } from "../../domain/image/image-info.ts";
import type { Report } from "../../domain/report/report.ts";
import { bytesText, countText } from "../content/units.ts";
import { html, type Content, type Html } from "./html.ts";

type Image = NonNullable<Report["image"]>;

/** Bytes and waste of each layer, linked to the line of the Dockerfile that made it. */
export function layersPart({ layers, waste, sizeBytes }: Image): Html {
  const total = Math.max(
    1,
    layers.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const maxBytes = Math.max(1, ...layers.map(({ bytes }) => bytes));
  const label = `${countText(layers.length, "layer")}, ${bytesText(sizeBytes)}, ${bytesText(waste.bytes)} of it wasted`;
  return html`<p>${label}. Wasted bytes are in the image though a later layer overwrites or deletes them.</p>
    <svg class="bar" viewBox="0 0 1000 36" preserveAspectRatio="none" role="img" aria-label="${label}">
      ${stack(layers, total)}
    </svg>
    <p class="legend">
      <span
        ><svg viewBox="0 0 8 8" aria-hidden="true"><rect class="kept" width="8" height="8" /></svg>in the final
        image</span
      >
      <span
        ><svg viewBox="0 0 8 8" aria-hidden="true"><rect class="waste" width="8" height="8" /></svg>wasted</span
      >
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label="Layers">
      <table>
        <thead>
          <tr>
            <th scope="col" class="num">layer</th>
            <th scope="col" class="num">line</th>
            <th scope="col">instruction</th>
            <th scope="col" class="num">files</th>
            <th scope="col" class="num">size</th>
            <th scope="col" class="num">wasted</th>
            <th scope="col">share</th>
          </tr>
        </thead>
        <tbody>
          ${layers.map((layer) => layerRow(layer, maxBytes))}
        </tbody>
      </table>
    </div>
    ${wastedPaths(waste)}`;
}

function stack(layers: readonly LayerInfo[], total: number): Html[] {
  let x = 0;
  return layers.map(({ index, bytes, wastedBytes, createdBy }) => {
    const width = (bytes / total) * 1000;
    const wasted = Math.min(width, (wastedBytes / total) * 1000);
    const piece = html`<g
      ><title>layer ${index}: ${createdBy}</title
      ><rect class="kept edge" x="${places(x)}" width="${places(width - wasted)}" height="36" /><rect
        class="waste edge"
        x="${places(x + width - wasted)}"
        width="${places(wasted)}"
        height="36"
    /></g>`;
    x += width;
    return piece;
  });
}

function places(value: number): string {
  return value.toFixed(2);
}

function layerRow({ index, line, createdBy, files, bytes, wastedBytes }: LayerInfo, maxBytes: number): Html {
  const width = (bytes / maxBytes) * 100;
  const wasted = Math.min(width, (wastedBytes / maxBytes) * 100);
  return html`<tr>
    <td class="num">${index}</td>
    <td class="num">${line ?? "–"}</td>
    <td><code>${createdBy}</code></td>
    <td class="num">${files}</td>
    <td class="num">${bytesText(bytes)}</td>
    <td class="num">${wastedBytes === 0 ? "–" : bytesText(wastedBytes)}</td>
    <td>
      <svg class="cell" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="kept" width="${places(width - wasted)}" height="8" />
        <rect class="waste" x="${places(width - wasted)}" width="${places(wasted)}" height="8" />
      </svg>
    </td>
  </tr>`;
}

function wastedPaths({ paths }: Image["waste"]): Content {
  if (paths.length === 0) return undefined;
  const sorted = [...paths].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  const visiblePaths = sorted.slice(0, 200);
  return html`<details>
    <summary>
      ${countText(paths.length, "wasted path")}${visiblePaths.length < paths.length ? `, the largest ${visiblePaths.length} shown` : undefined}
    </summary>
    <div class="scroll" tabindex="0" role="group" aria-label="Wasted paths">
      <table>
        <thead>
          <tr>
            <th scope="col">path</th>
            <th scope="col" class="num">bytes</th>
            <th scope="col">what happened</th>
          </tr>
        </thead>
        <tbody>
          ${visiblePaths.map(
            ({ path, bytes, layer, by, how }) =>
              html`<tr>
                <td><code>${path}</code></td>
                <td class="num">${bytesText(bytes)}</td>
                <td>of layer ${layer}, ${how} by layer ${by}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
