import type { ImageAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { numberText } from "../../content/units.ts";
import { tableOf, timeText } from "../table.ts";

/** Rows of a table of the page: the rest is in the API. */
const maxRows = 200;

export default definePage<ImageAnswer>({
  question: "image",
  title: ({ image }) => image.names[0] ?? image.digest.slice(0, 19),
  body({ image, reason, readAt, user, labels, bytes, packages, vulnerabilities, notChecked }, links) {
    const facts: readonly (readonly [string, string | undefined])[] = [
      ["Digest", image.digest],
      ["Other names", image.names.slice(1).join(", ") || undefined],
      ["Platform", image.platform],
      ["System", image.os],
      ["Made", image.created?.slice(0, 10)],
      ["User", user === "" ? "root (none is set)" : user],
      ["Size", bytes === undefined ? undefined : `${numberText(Math.round(bytes / 1_000_000))} MB`],
      ["Read", readAt === undefined ? undefined : timeText(readAt)],
      ["Not read", reason],
    ];
    const active = (vulnerabilities ?? []).filter(({ suppressed }) => suppressed === undefined);
    return html`${tableOf(
        "About the image",
        facts.filter(([, value]) => value !== undefined),
        [
          { title: "Fact", cell: ([name]) => name },
          { title: "Value", cell: ([, value]) => value },
        ],
        "",
      )}
      <h2 id="vulnerabilities">
        Vulnerabilities:
        ${vulnerabilities === undefined ? "not checked" : numberText(new Set(active.map(({ id }) => id)).size)}
      </h2>
      ${tableOf(
        "Vulnerabilities",
        active.slice(0, maxRows),
        [
          { title: "Vulnerability", cell: ({ id }) => html`<a href="${links.vulnerability(id)}">${id}</a>` },
          { title: "Severity", cell: ({ severity, kev }) => (kev === undefined ? severity : `${severity}, exploited`) },
          { title: "Package", cell: ({ name }) => html`<a href="${links.packageNamed(name)}">${name}</a>` },
          { title: "Installed", cell: ({ installed }) => installed },
          { title: "Fix", cell: ({ fixedIn, status }) => fixedIn ?? status },
        ],
        vulnerabilities === undefined ? "Nothing was checked." : "None is known in what was checked.",
      )}
      ${active.length > maxRows ? html`<p class="soft">${numberText(active.length - maxRows)} more are in the API.</p>` : undefined}
      <h2 id="not-checked">Not checked</h2>
      ${
        notChecked.length === 0
          ? html`<p class="soft">Nothing was left out.</p>`
          : html`<ul>
              ${notChecked.slice(0, maxRows).map((line) => html`<li>${line}</li>`)}
            </ul>`
      }
      <h2 id="packages">Packages: ${numberText(packages.length)}</h2>
      ${tableOf(
        "Packages",
        packages.slice(0, maxRows),
        [
          { title: "Package", cell: ({ name }) => html`<a href="${links.packageNamed(name)}">${name}</a>` },
          { title: "Version", cell: ({ version }) => version },
          { title: "Layer", isNumber: true, cell: ({ layer }) => String(layer) },
          { title: "Path", cell: ({ path }) => path },
        ],
        "None were found.",
      )}
      ${packages.length > maxRows ? html`<p class="soft">${numberText(packages.length - maxRows)} more are in the API.</p>` : undefined}
      <h2 id="labels">Labels</h2>
      ${tableOf(
        "Labels",
        labels,
        [
          { title: "Label", cell: ({ name }) => name },
          { title: "Value", cell: ({ value }) => value },
        ],
        "It has none.",
      )}`;
  },
});
