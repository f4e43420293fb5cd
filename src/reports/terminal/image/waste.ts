import { bytesText, countText } from "../../content/units.ts";
import { hang, headline, padStart, type Page } from "../page.ts";
import { maxRows, shownNote } from "./shown.ts";
import type { Image } from "./image.ts";

export function wasteSection({ waste: { paths } }: Image, page: Page): string[] {
  if (paths.length === 0) return [];
  const largest = [...paths].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, maxRows);
  return [
    ...headline(page, "Wasted paths", shownNote(largest.length, paths.length)),
    ...largest.flatMap(({ path, bytes, layer, by, how }) =>
      hang(page, sizeMark(bytes), `${path} of layer ${layer}, ${how} by layer ${by}`),
    ),
  ];
}

export function duplicateSection({ waste: { duplicates } }: Image, page: Page): string[] {
  if (duplicates === undefined || duplicates.length === 0) return [];
  const largest = [...duplicates]
    .sort((a, b) => b.wastedBytes - a.wastedBytes || ((a.paths[0] ?? "") < (b.paths[0] ?? "") ? -1 : 1))
    .slice(0, maxRows);
  return [
    ...headline(page, "Duplicate files", shownNote(largest.length, duplicates.length)),
    ...largest.flatMap(({ bytes, paths, wastedBytes }) => {
      const remainderText = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
      return hang(
        page,
        sizeMark(wastedBytes),
        `${paths.length} × ${bytesText(bytes)}: ${paths.slice(0, 3).join(", ")}${remainderText}`,
      );
    }),
  ];
}

const kinds: Readonly<Record<Image["leftovers"][number]["kind"], string>> = {
  "package-cache": "package caches",
  "package-lists": "package lists",
  log: "logs",
  vcs: "version control",
  build: "build leftovers",
  workspace: "editor and project files",
  docs: "documentation",
  locale: "translations",
  temporary: "temporary files",
};

/** By kind, the largest first, with the largest paths of each. */
export function leftoverSection({ leftovers }: Image, page: Page): string[] {
  if (leftovers.length === 0) return [];
  const groups = [...Map.groupBy(leftovers, ({ kind }) => kind)]
    .map(([kind, group]) => ({
      kind,
      own: group.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)),
      bytes: group.reduce((sum, one) => sum + one.bytes, 0),
      files: group.reduce((sum, one) => sum + one.files, 0),
    }))
    .sort((a, b) => b.bytes - a.bytes || (a.kind < b.kind ? -1 : 1));
  return [
    ...headline(page, "Leftovers", bytesText(groups.reduce((sum, { bytes }) => sum + bytes, 0))),
    ...groups.flatMap(({ kind, own, bytes, files }) => {
      const places = own.slice(0, 3).map(({ path, layer }) => `${path} (layer ${layer})`);
      const remainderText = own.length > 3 ? ` and ${own.length - 3} more` : "";
      return hang(
        page,
        sizeMark(bytes),
        `${kinds[kind]}, ${countText(files, "file")}: ${places.join(", ")}${remainderText}`,
      );
    }),
  ];
}

function sizeMark(bytes: number): string {
  return `${padStart(bytesText(bytes), 10)}  `;
}
