import type { PackageInfo, UpdatesInfo } from "../../domain/image/image-info.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { packageKinds, type PackageKind } from "../content/package-kinds.ts";
import { secretPlace } from "../content/secret-place.ts";
import { bytesText, countText } from "../content/units.ts";
import { html, type Content, type Html } from "./html.ts";

type Image = NonNullable<Report["image"]>;

/** Packages, privileged files and leftovers, folded away: they are many. */
export function contentsPart({ packages, setuid, leftovers, os, user, digest, waste, secrets }: Image): Html {
  return html`<p>
      ${os.prettyName ?? os.id ?? "Unknown system"}, runs as ${user === "" ? "root (no user is set)" : user},
      <code class="small">${digest}</code>
    </p>
    ${packages.length === 0 ? undefined : html`<p>Packages: ${packageKinds(packages).map(kindText).join("; ")}</p>`}
    ${folded(countText(packages.length, "package"), ["package", "version", "layer", "found in"], packages.map(packageCells))}
    ${folded(
      countText(setuid.length, "set-uid or set-gid file"),
      ["path", "mode", "owner", "layer"],
      setuid.map(({ path, mode, uid, layer }) => [html`<code>${path}</code>`, mode, uid, layer]),
    )}
    ${folded(
      countText(leftovers.length, "leftover"),
      ["path", "kind", "files", "bytes", "layer"],
      leftovers.map(({ path, kind, files, bytes, layer }) => [
        html`<code>${path}</code>`,
        kind.replaceAll("-", " "),
        files,
        bytesText(bytes),
        layer,
      ]),
    )}
    ${
      waste.duplicates === undefined
        ? html`<p class="soft">Duplicate files were not looked for</p>`
        : folded(
            countText(waste.duplicates.length, "group of equal files", "groups of equal files"),
            ["paths", "bytes each", "wasted"],
            waste.duplicates
              .slice(0, mostGroups)
              .map(({ paths, bytes, wastedBytes }) => [
                paths.slice(0, mostPaths).map((path) => html`<code>${path}</code><br />`),
                bytesText(bytes),
                bytesText(wastedBytes),
              ]),
          )
    }
    ${
      secrets === undefined
        ? html`<p class="soft">Secrets were not looked for</p>`
        : folded(
            countText(secrets.length, "secret"),
            ["secret", "masked", "place"],
            secrets.map((secret) => [secret.title, html`<code>${secret.masked}</code>`, secretPlace(secret)]),
          )
    }`;
}

/** A page is for reading; the JSON report lists all. */
const mostGroups = 200;
const mostPaths = 20;

function kindText({ type, installed, declared, bytes }: PackageKind): string {
  const size = bytes === undefined ? "" : `, ${bytesText(bytes)}`;
  return `${installed} ${type}${size}${declared === 0 ? "" : `, ${declared} only in lock files`}`;
}

function packageCells({ name, version, source, layer, path, purl }: PackageInfo): Content[] {
  const from =
    source === undefined || source.name === name ? undefined : html` <span class="soft">from ${source.name}</span>`;
  return [
    html`<span title="${purl}">${name}</span>${from}`,
    html`<code>${version}</code>`,
    layer,
    html`<code>${path}</code>`,
  ];
}

/** Updates in the image's own package sources, and the CVEs that their changelogs mention as fixed. */
export function updatesPart({ pending, askedAt, sources, unread }: UpdatesInfo): Html {
  const cells = pending.map(({ name, installed, candidate, origin, security, cves, fixes = [] }) => [
    html`${name}${security ? html` <span class="badge warning">security</span>` : undefined}`,
    html`<code>${installed}</code>`,
    html`<code>${candidate}</code><br /><span class="soft small">${origin}</span>`,
    cves.map((id) => html`<span class="keep" title="${fixes.find((fix) => fix.id === id)?.quote}">${id}</span><br />`),
  ]);
  return html`<p>
      ${sources.length === 0 ? "No source could be asked" : `According to the image, asked ${sources.join(", ")}`},
      ${askedAt}.
    </p>
    ${
      pending.length === 0
        ? html`<p>No newer version is offered.</p>`
        : table(["package", "installed", "offered", "CVEs that its changelog says it fixes"], cells)
    }
    ${unread.map(({ name, reason }) => html`<p class="soft">${name}: CVEs unknown, ${reason}</p>`)}`;
}

export function vulnerabilitiesPart(vulnerabilities: readonly Vulnerability[]): Html {
  const cells = vulnerabilities.map(({ id, purl, installed, fixedIn, status, severity, severitySource, evidence }) => [
    html`<span class="keep">${id}</span>`,
    html`<span class="small">${purl}</span>`,
    html`<code>${installed}</code>`,
    fixedIn === undefined ? status : html`<code>${fixedIn}</code>`,
    html`${severity} <span class="soft small">(${severitySource})</span>`,
    html`<span class="small">${evidence}</span>`,
  ]);
  return table(["id", "package", "installed", "fixed in", "severity", "evidence"], cells);
}

export function table(head: readonly string[], rows: readonly (readonly Content[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table of: ${head.join(", ")}">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function folded(title: string, head: readonly string[], rows: readonly (readonly Content[])[]): Html {
  return rows.length === 0
    ? html`<p class="soft">${title}</p>`
    : html`<details>
        <summary>${title}</summary>
        ${table(head, rows)}
      </details>`;
}
