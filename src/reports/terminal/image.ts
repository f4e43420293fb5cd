import type { Report } from "../../domain/report.ts";
import type { LayerInfo } from "../../domain/image.ts";
import { bytesText, counted } from "../content/units.ts";
import { fit, hang, headline, padStart, type Page } from "./page.ts";

type Image = NonNullable<Report["image"]>;

/** What an image is made of: layers with their waste, the largest wasted paths, privileged files, updates. */
export function imageSections(image: Image, page: Page): string[] {
  return [
    ...summary(image, page),
    ...layers(image, page),
    ...waste(image, page),
    ...setuid(image, page),
    ...updates(image, page),
  ];
}

function summary({ digest, os, sizeBytes, user, packages, leftovers }: Image, page: Page): string[] {
  const kinds = Map.groupBy(packages, ({ purl }) => purl.replace(/^pkg:/, "").split("/")[0] ?? "");
  const byKind = [...kinds]
    .map(([kind, own]) => `${own.length} ${kind}`)
    .sort()
    .join(", ");
  const left = leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = [
    ["digest", digest],
    ["system", os.prettyName ?? os.id ?? "unknown"],
    ["size", bytesText(sizeBytes)],
    ["user", user === "" ? "root (none is set)" : user],
    ["packages", packages.length === 0 ? "none found" : `${packages.length} (${byKind})`],
    ["leftovers", left === 0 ? "none" : `${bytesText(left)} in ${leftovers.map(({ path }) => path).join(", ")}`],
  ] as const;
  return [
    ...headline(page, "Image"),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(12), text, undefined, "dim")),
  ];
}

function layers({ layers: all, waste: { bytes } }: Image, page: Page): string[] {
  const most = Math.max(1, ...all.map((layer) => layer.bytes));
  return [
    ...headline(page, "Layers", `${counted(all.length, "layer")}, ${bytesText(bytes)} wasted`),
    page.paint("dim", "  #  line       size     wasted"),
    ...all.map((layer) => layerLine(layer, most, page)),
  ];
}

const barWidth = 10;

function layerLine(
  { index, line, bytes, wastedBytes, createdBy }: LayerInfo,
  most: number,
  { width, paint }: Page,
): string {
  const filled = Math.round((bytes / most) * barWidth);
  const wasted = bytes === 0 ? 0 : Math.min(filled, Math.ceil((wastedBytes / bytes) * filled));
  const bar = `${paint("cyan", "█".repeat(filled - wasted))}${paint("yellow", "▒".repeat(wasted))}${" ".repeat(barWidth - filled)}`;
  const start = `${padStart(String(index), 3)}${padStart(line === undefined ? "" : String(line), 6)}${padStart(bytesText(bytes), 11)}`;
  const waste = padStart(wastedBytes === 0 ? "" : bytesText(wastedBytes), 11);
  return `${start}${paint("yellow", waste)}  ${bar}  ${paint("dim", fit(createdBy, width - 45))}`.trimEnd();
}

function waste({ waste: { paths } }: Image, page: Page): string[] {
  if (paths.length === 0) return [];
  const largest = [...paths].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, 10);
  const note = paths.length > largest.length ? `the largest ${largest.length} of ${paths.length}` : "";
  return [
    ...headline(page, "Wasted paths", note),
    ...largest.flatMap(({ path, bytes, layer, by, how }) =>
      hang(page, `${padStart(bytesText(bytes), 10)}  `, `${path} of layer ${layer}, ${how} by layer ${by}`),
    ),
  ];
}

function setuid({ setuid: files }: Image, page: Page): string[] {
  if (files.length === 0) return [];
  return [
    ...headline(page, "Set-uid and set-gid files", String(files.length)),
    ...files.flatMap(({ path, mode, uid, layer }) =>
      hang(page, `${padStart(mode, 6)}  `, `${path}, owner ${uid}, layer ${layer}`),
    ),
  ];
}

function updates({ updates: known }: Image, page: Page): string[] {
  if (known === undefined) return [];
  const { pending, askedAt, sources } = known;
  const asked = `asked ${sources.join(", ") || "no source"} at ${askedAt}`;
  return [
    ...headline(page, "Pending updates", String(pending.length)),
    ...hang(page, "", asked, "dim"),
    ...pending.flatMap(({ name, installed, candidate, security, cves }) => [
      ...hang(
        page,
        security ? "▲ " : "● ",
        `${name} ${installed} → ${candidate}`,
        undefined,
        security ? "yellow" : "cyan",
      ),
      ...(cves.length === 0 ? [] : hang(page, "  ", `fixes ${cves.join(", ")}`, "dim")),
    ]),
  ];
}
