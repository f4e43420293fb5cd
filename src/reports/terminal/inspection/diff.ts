import type { FileChange, ImageDiff, PackageChange } from "../../../domain/image/inspection.ts";
import { commandText } from "../../content/command-text.ts";
import { bytesText, countText } from "../../content/units.ts";
import { fit, hang, headline, padEnd, padStart, type Page } from "../page.ts";

/** Two images: sizes, configuration, layers, packages and files; equal ones only as a count. */
export function diffSections(diff: ImageDiff, page: Page): string[] {
  return [
    sizeSection(diff, page),
    configSection(diff, page),
    layerSection(diff, page),
    packageSection(diff, page),
    fileSections(diff, page),
  ].flat();
}

function sizeSection({ from, to }: ImageDiff, page: Page): string[] {
  const bytes = (label: string, before: number | undefined, after: number | undefined) =>
    before === undefined || after === undefined
      ? []
      : [[label, bytesText(before), bytesText(after), deltaText(after - before)] as const];
  const rows = [
    ...bytes("size", from.sizeBytes, to.sizeBytes),
    ...bytes("compressed", from.compressedBytes, to.compressedBytes),
    ...bytes("wasted", from.wastedBytes, to.wastedBytes),
    ["layers", String(from.layers), String(to.layers), ""] as const,
    ["packages", String(from.packages), String(to.packages), ""] as const,
  ];
  return [
    ...headline(page, "Image diff"),
    ...hang(page, "from      ", `${from.name} ${from.digest}`, undefined, "dim"),
    ...hang(page, "to        ", `${to.name} ${to.digest}`, undefined, "dim"),
    ...rows.map(([label, before, after, delta]) =>
      `${page.paint("dim", padEnd(label, 10))}${padStart(before, 12)} →${padStart(after, 12)}${padStart(delta, 13)}`.trimEnd(),
    ),
  ];
}

function configSection({ config }: ImageDiff, page: Page): string[] {
  return [
    ...headline(page, "Configuration", config.length === 0 ? "" : countText(config.length, "difference")),
    ...(config.length === 0 ? hang(page, "", "No difference.", "dim") : []),
    ...config.flatMap(({ setting, before, after }) => [
      ...hang(page, "", setting, "bold"),
      ...(before === undefined ? [] : hang(page, "- ", before, "red", "red")),
      ...(after === undefined ? [] : hang(page, "+ ", after, "green", "green")),
    ]),
  ];
}

function layerSection({ layers: { shared, from, to } }: ImageDiff, page: Page): string[] {
  const line = (sign: string, { index, bytes, createdBy }: ImageDiff["layers"]["to"][number]) => {
    const start = `${sign} ${padStart(String(index), 3)}${padStart(bytesText(bytes), 11)}  `;
    return start + fit(commandText(createdBy), page.width - start.length);
  };
  return [
    ...headline(page, "Layers", `${shared} shared`),
    ...(from.length + to.length === 0 ? hang(page, "", "No difference.", "dim") : []),
    ...from.map((layer) => page.paint("red", line("-", layer).trimEnd())),
    ...to.map((layer) => page.paint("green", line("+", layer).trimEnd())),
  ];
}

function packageSection({ packages: { same, added, removed, changed }, top }: ImageDiff, page: Page): string[] {
  const differenceCount = added.length + removed.length + changed.length;
  const versions = (list: readonly string[]) => list.join(", ") || "no version";
  const lines = (sign: "~" | "+" | "-", colour: "red" | "green" | "yellow", list: readonly PackageChange[]) => [
    ...list.slice(0, top).flatMap(({ type, name, before, after }) => {
      const change =
        sign === "~" ? `${versions(before)} → ${versions(after)}` : versions(sign === "+" ? after : before);
      return hang(page, `${sign} `, `${name} ${change} (${type})`, undefined, colour);
    }),
    ...(list.length > top ? hang(page, `${sign} `, `… and ${list.length - top} more`, "dim", colour) : []),
  ];
  const counts = `${changed.length} changed, ${added.length} added, ${removed.length} removed, ${same} the same`;
  return [
    ...headline(page, "Packages", counts),
    ...(differenceCount === 0 ? hang(page, "", "No difference.", "dim") : []),
    ...lines("~", "yellow", changed),
    ...lines("+", "green", added),
    ...lines("-", "red", removed),
  ];
}

function fileSections({ files, top }: ImageDiff, page: Page): string[] {
  const { added, removed, changed, same, notCompared, largest, folders } = files;
  const differenceCount = added.paths + removed.paths + changed.paths;
  const note = differenceCount > largest.length ? `the largest ${top} of ${differenceCount}` : "";
  return [
    ...headline(page, "Files", `${same} the same`),
    ...hang(page, "+ ", `${countText(added.paths, "file")} added, ${bytesText(added.bytes)}`, undefined, "green"),
    ...hang(page, "- ", `${countText(removed.paths, "file")} removed, ${bytesText(removed.bytes)}`, undefined, "red"),
    ...hang(
      page,
      "~ ",
      `${countText(changed.paths, "path")} changed, ${bytesText(changed.bytes)}`,
      undefined,
      "yellow",
    ),
    ...(notCompared === 0
      ? []
      : hang(
          page,
          "? ",
          `${countText(notCompared, "file")} of equal size whose contents were not compared`,
          undefined,
          "yellow",
        )),
    ...(folders.length === 0 ? [] : headline(page, "Largest directory changes")),
    ...folders.flatMap(({ path, paths, before, after }) =>
      hang(page, `${padStart(deltaText(after - before), 12)}  `, `${path}, ${countText(paths, "path")}`),
    ),
    ...(largest.length === 0 ? [] : headline(page, "Largest changes", note)),
    ...largest.flatMap((one) => fileLine(one, page)),
  ];
}

const signs = { added: ["+", "green"], removed: ["-", "red"], changed: ["~", "yellow"] } as const;

function fileLine({ path, change, what, before = 0, after = 0 }: FileChange, page: Page): string[] {
  const [sign, colour] = signs[change];
  const size = change === "changed" ? deltaText(after - before) : bytesText(Math.max(before, after));
  const detail = what.length === 0 ? "" : ` (${what.join(", ")})`;
  return hang(page, `${sign}${padStart(size, 12)}  `, `${path}${detail}`, undefined, colour);
}

/** `+1.0 MiB`, `−512 B`, `±0 B` */
function deltaText(bytes: number): string {
  return `${bytes > 0 ? "+" : bytes < 0 ? "−" : "±"}${bytesText(Math.abs(bytes))}`;
}
