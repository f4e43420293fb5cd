import type { PackageMatch, PackageView } from "../../../domain/image/inspection.ts";
import { bytesText, countText } from "../../content/units.ts";
import type { Image } from "../image/image.ts";
import { hang, headline, type Page } from "../page.ts";
import { list } from "./layer.ts";

/** Every package with the name. Missing data is stated, so that an empty list is not taken for a result. */
export function packageSections({ wanted, matches }: PackageView, image: Image | undefined, page: Page): string[] {
  if (matches.length === 0)
    return [...headline(page, "Packages"), ...hang(page, "", `The image has no package ${wanted}.`, "dim")];
  return matches.flatMap((match) => matchSection(match, image, page));
}

function matchSection(match: PackageMatch, image: Image | undefined, page: Page): string[] {
  const { purl, name, version, source, licenses, declared, layer, path, dependsOn, neededBy, files } = match;
  const createdBy = image?.layers[layer]?.createdBy ?? "";
  const rows: readonly (readonly [string, string])[] = [
    ["purl", purl],
    ...(declared === true ? [["state", "a lock file names it; nothing says that it is installed"] as const] : []),
    ...(source === undefined ? [] : [["built from", `${source.name} ${source.version}`] as const]),
    ["licenses", licenses === undefined || licenses.length === 0 ? "its data names none" : licenses.join(", ")],
    ["layer", `${layer}${createdBy === "" ? "" : `, ${createdBy}`}`],
    ["found in", path],
    ["needs", dependsOn === undefined ? "its data does not say" : dependsOn.join(", ") || "nothing"],
    [
      "needed by",
      neededBy === undefined
        ? "unknown: packages of its kind do not say what they need"
        : neededBy.join(", ") || "nothing",
    ],
    [
      "files",
      files === undefined ? "its data does not say" : `${countText(files.paths, "file")}, ${bytesText(files.bytes)}`,
    ],
  ];
  return [
    ...headline(page, `${name} ${version}`),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(12), text, undefined, "dim")),
    ...list(page, "Its largest files", files?.largest ?? [], (file) => file.path),
  ];
}
