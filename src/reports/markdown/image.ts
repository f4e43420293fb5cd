import type { Report } from "../../domain/report/report.ts";
import { commandText } from "../content/command-text.ts";
import { packageKinds } from "../content/package-kinds.ts";
import { savings } from "../content/savings.ts";
import { secretPlace } from "../content/secret-place.ts";
import { bytesText, countText } from "../content/units.ts";
import { code, prose, table } from "../content/markdown-text.ts";

type Image = NonNullable<Report["image"]>;

/** The contents of an image for a job summary: layers, packages by kind, duplicate files, secrets and possible savings. */
export function imageBlocks(image: Image): string[] {
  const { sizeBytes, layers, user, os } = image;
  const system = os.prettyName ?? os.id ?? "an unknown system";
  return [
    "## Image",
    prose(`${bytesText(sizeBytes)} of ${system}, runs as ${user === "" ? "root (none is set)" : user}`),
    table(
      ["layer", "size", "added", "changed", "deleted", "wasted", "command"],
      layers.map(({ index, bytes, added, changed, deleted, wastedBytes, createdBy }) => [
        String(index),
        bytesText(bytes),
        String(added),
        String(changed),
        String(deleted),
        wastedBytes === 0 ? "" : bytesText(wastedBytes),
        code(commandText(createdBy)),
      ]),
    ),
    ...packageBlocks(image),
    ...duplicateBlocks(image),
    ...secretBlocks(image),
    `A rebuild could save at most ${bytesText(savings(image).total)}.`,
  ];
}

function packageBlocks({ packages }: Image): string[] {
  if (packages.length === 0) return ["No packages were found."];
  const rows = packageKinds(packages).map(({ type, installed, declared, bytes }) => [
    code(type),
    String(installed),
    declared === 0 ? "" : String(declared),
    bytes === undefined ? "not known" : bytesText(bytes),
  ]);
  return [table(["packages", "installed", "only in lock files", "bytes"], rows)];
}

function duplicateBlocks({ waste: { duplicates } }: Image): string[] {
  if (duplicates === undefined) return ["Duplicate files were not looked for."];
  if (duplicates.length === 0) return [];
  const bytes = duplicates.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
  return [`${bytesText(bytes)} in ${countText(duplicates.length, "group")} of equal files.`];
}

function secretBlocks({ secrets }: Image): string[] {
  if (secrets === undefined) return ["Secrets were not looked for."];
  if (secrets.length === 0) return ["No secrets were found."];
  const items = secrets.map(
    (secret) => `- ${prose(secret.title)} ${code(secret.masked)}: ${prose(secretPlace(secret))}`,
  );
  return [`### Secrets\n\n${items.join("\n")}`];
}
