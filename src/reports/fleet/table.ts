import type { BoundedCount, ImageRow } from "../../domain/fleet/answers.ts";
import { numberText } from "../content/units.ts";
import { html, type Content, type Html } from "../html/html.ts";
import type { Links } from "./fleet-page.ts";

export interface Column<Row> {
  readonly title: string;
  /** Right-aligned. */
  readonly isNumber?: boolean;
  cell(row: Row): Content;
}

/** A table with a caption for screen readers; a sentence where it is empty. */
export function tableOf<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
  const style = ({ isNumber }: Column<Row>) => (isNumber === true ? "num" : "text");
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${style(column)}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => html`<td class="${style(column)}">${column.cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Images of a list, and the way to its next page. */
export function imageList(
  { rows, next, images }: { readonly rows: readonly ImageRow[]; readonly next?: string; readonly images: BoundedCount },
  links: Links,
): Html {
  return html`<h2 id="images">Images: ${countText(images)}</h2>
    ${tableOf("Images", rows, imageColumns(links), "None of the images that were read.")} ${nextLink(next, links)}`;
}

function imageColumns(links: Links): readonly Column<ImageRow>[] {
  return [
    {
      title: "Image",
      cell: ({ digest, names }) =>
        html`<a href="${links.image(digest)}">${names[0] ?? digest}</a>${
            names.length > 1 ? html`<br /><span class="soft small">${names.slice(1).join(", ")}</span>` : undefined
          }`,
    },
    { title: "Digest", cell: ({ digest }) => html`<code>${digest.slice(0, 19)}</code>` },
    { title: "System", cell: ({ os = "" }) => os },
    { title: "Platform", cell: ({ platform }) => platform },
    { title: "Made", cell: ({ created = "" }) => created.slice(0, 10) },
  ];
}

export function nextLink(next: string | undefined, links: Links): Content {
  return next === undefined
    ? undefined
    : html`<p><a rel="next" href="${links.here({ after: next })}">Next page</a></p>`;
}

/** `1,234`, `10,000+`. */
export function countText({ count, more }: BoundedCount): string {
  return `${numberText(count)}${more ? "+" : ""}`;
}

/** `2026-12-02 09:30 UTC` */
export function timeText(iso: string | undefined): string {
  return iso === undefined ? "never" : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
