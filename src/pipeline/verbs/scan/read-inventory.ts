import type { Inventory } from "../../vulnerabilities/inventory.ts";
import type { Sbom } from "../../../domain/image/sbom.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import type { ObservedFiles } from "../../../domain/workload/observation.ts";
import { findPackages } from "../../../facts/packages/find-packages.ts";
import { inUseOf, useCoverage } from "../../../vulnerabilities/in-use.ts";
import { fileOwners } from "../../../facts/packages/file-owners.ts";
import { sbomVexTarget, imageVexTarget } from "../../../vulnerabilities/vex/vex-target.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { askUpdates } from "../../judge/check-image.ts";
import type { Updates } from "../../vulnerabilities/updates.ts";
import { sbomTarget, readSbomTarget } from "../../image/sbom-target.ts";
import { imageTarget } from "../../image/image-target.ts";
import { referenceOf } from "../../image/reference-of.ts";
import { openImage } from "../../image/open-image.ts";
import { readFacts } from "../../image/read-facts.ts";
import { readInfo } from "../../image/read-info.ts";

export interface InventoryRequest {
  readonly platform?: string | undefined;
  readonly updates: "auto" | "none";
  /** Files that a run opened, where available. */
  readonly opened?: ObservedFiles | undefined;
  /** The SBOM on standard input, for the target `-`. */
  readonly stdin: () => Promise<string>;
}

/** Reads an image from any source, or an SBOM: `sbom:FILE`, `-`, or a file that looks like one. Throws `Failure`. */
export async function readInventory(name: string, request: InventoryRequest, context: Context): Promise<Inventory> {
  const asSbom = await sbomTarget(name, context.cwd);
  if (asSbom !== undefined) {
    return ofSbom(asSbom.name, await readSbomTarget(asSbom, context.cwd, bytesOf(request.stdin)), request);
  }
  const config = await configFor(".", context);
  const target = await imageTarget(name, context.cwd);
  const say = (message: string, isDone = false) => context.progress({ stage: "scan", message, done: isDone });
  say(`reading ${target.name}`);
  const { platform } = request;
  await using source = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(config.registries && { registries: config.registries }),
  });
  const { image, runnable } = source;
  const reference = referenceOf(target, image.name);
  const { cacheFolder, signal } = context;
  const { info, use } = await readContents();
  if (request.updates === "auto" && "ref" in runnable)
    say(`asking the package sources of ${runnable.ref}, with its own package manager`);
  const updates: Updates =
    request.updates === "none"
      ? { missing: "--updates none" }
      : "ref" in runnable
        ? await askUpdates(runnable.ref, info, context)
        : { missing: `${runnable.missing}, so its package sources were not asked` };
  say(`${target.name} has ${info.packages.length} packages`, true);
  return {
    target: {
      id: name,
      kind: "image",
      name: target.name,
      ...(info.digest !== "" && { digest: info.digest }),
      ...(reference !== undefined && { reference }),
    },
    os: info.os,
    packages: info.packages,
    image: info,
    updates,
    vexTarget: imageVexTarget(reference ?? target.name, info),
    statements: [],
    ...(use && { use }),
    notes: request.opened === undefined ? [] : [useCoverage(request.opened)],
  };

  async function readContents(): Promise<{ info: ImageInfo; use?: Inventory["use"] }> {
    const { opened } = request;
    if (opened === undefined) return { info: await readInfo(image, {}, { cacheFolder, signal }) };
    // File ownership needs the tree, which is not cached.
    const { info, tree } = await readFacts(image, {}, { cacheFolder, signal });
    const owners = fileOwners(tree, findPackages(tree, info.os));
    return { info, use: inUseOf(info.packages, opened, owners) };
  }
}

/** Standard input as a stream of bytes. */
async function* bytesOf(stdin: () => Promise<string>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(await stdin());
}

function ofSbom(name: string, sbom: Sbom, { opened }: InventoryRequest): Inventory {
  const { os, packages, notJudged, notes, format, statements } = sbom;
  return {
    target: { id: name, kind: "sbom", name: sbom.subject?.name ?? name },
    os,
    packages,
    sbom,
    updates: { missing: "an SBOM has no package sources that could be asked" },
    vexTarget: sbomVexTarget(name, sbom),
    statements: statements.length === 0 ? [] : [{ file: name, format, statements, notes: [] }],
    notes: [
      ...notes,
      ...(opened === undefined ? [] : ["what is in use: an SBOM does not say which files are whose"]),
      ...notJudged.map(
        (skippedPackage) =>
          `${skippedPackage.name} ${skippedPackage.version}`.trim() +
          ` of the ${format} (${skippedPackage.where}): ${skippedPackage.reason}`,
      ),
    ],
  };
}
