import type { PackageAnswer, PackageVersion } from "../../../domain/fleet/answers.ts";
import { numberText } from "../../content/units.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { imageList, tableOf, type Column } from "../table.ts";

export default definePage<PackageAnswer>({
  question: "packages",
  title: ({ name }) => `Package ${name}`,
  body(answer, links) {
    const columns: readonly Column<PackageVersion>[] = [
      {
        title: "Version",
        cell: ({ version }) =>
          html`<a href="${links.here({ version: `=${version}`, after: undefined })}">${version}</a>`,
      },
      { title: "Kind", cell: ({ type }) => type },
      { title: "Vulnerabilities", isNumber: true, cell: ({ vulnerabilities }) => numberText(vulnerabilities) },
    ];
    const { versions, notCompared } = answer;
    return html`${imageList(answer, links)}
      <h2 id="versions">Versions</h2>
      ${tableOf("Versions", versions, columns, "No image that was read has it, in this range.")}
      ${
        notCompared.length === 0
          ? undefined
          : html`<h2 id="not-compared">Versions that cannot be compared</h2>
              ${tableOf("Versions that cannot be compared", notCompared, columns, "")}`
      }`;
  },
});
