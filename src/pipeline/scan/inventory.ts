import { resolve } from "node:path";
import { stat } from "node:fs/promises";
import type { Bill } from "../../domain/bill.ts";
import type { ImageInfo } from "../../domain/image.ts";
import type { ObservedFiles } from "../../domain/observation.ts";
import type { Target } from "../../domain/report.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { findNode } from "../../facts/tree.ts";
import { inUseOf } from "../../facts/vulnerabilities/in-use.ts";
import { billVexTarget, imageVexTarget, type VexTarget } from "../../facts/vex/vex-target.ts";
import { configFor } from "../check/settings.ts";
import type { Context } from "../context.ts";
import { askUpdates, type Updates } from "../image.ts";
import { imageTarget } from "../image/image-target.ts";
import { openImage } from "../image/open-image.ts";
import { readFacts } from "../image/read-facts.ts";
import { readInfo } from "../image/read-info.ts";

/** What is to be looked up, wherever it came from. */
export interface Inventory {
  readonly target: Target;
  readonly os: ImageInfo["os"];
  readonly packages: ImageInfo["packages"];
  /** Absent: only a bill of materials is there. */
  readonly image?: ImageInfo;
  readonly bill?: Bill;
  readonly updates: Updates;
  readonly vexTarget: VexTarget;
  /** Absent: nobody looked at what runs. */
  readonly use?: (purl: string, path: string) => boolean | "unknown";
  /** What could not be looked at; sentences without their full stop. */
  readonly notes: readonly string[];
}

export interface InventoryRequest {
  readonly platform?: string | undefined;
  readonly updates: "auto" | "none";
  /** What a run opened, where there was one. */
  readonly opened?: ObservedFiles | undefined;
  /** The bill on standard input, for the target `-`. */
  readonly stdin: () => Promise<string>;
}

/** Reads an image of any source, or a bill of materials: `sbom:FILE`, `-`, or a file that looks like one. Throws `Failure`. */
export async function readInventory(name: string, request: InventoryRequest, context: Context): Promise<Inventory> {
  const bill = await readBill(name, request, context);
  if (bill !== undefined) return ofBill(bill.name, bill.bill, request);
  const config = await configFor(".", context);
  const target = await imageTarget(name, context.cwd);
  const say = (message: string, done = false) => context.progress({ stage: "scan", message, done });
  say(`reading ${target.name}`);
  const { platform } = request;
  await using source = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(config.registries && { registries: config.registries }),
  });
  const { image, runnable } = source;
  const { cacheFolder, signal } = context;
  const { info, use } = await readContents();
  if (request.updates === "auto" && "ref" in runnable) say(`asking the package sources of ${runnable.ref}`);
  const updates: Updates =
    request.updates === "none"
      ? { missing: "--updates none" }
      : "ref" in runnable
        ? await askUpdates(runnable.ref, info, context)
        : { missing: `${runnable.missing}, so its package sources were not asked` };
  say(`${target.name} has ${info.packages.length} packages`, true);
  return {
    target: { id: name, kind: "image", name: target.name, ...(info.digest !== "" && { digest: info.digest }) },
    os: info.os,
    packages: info.packages,
    image: info,
    updates,
    vexTarget: imageVexTarget(target.name, info),
    ...(use && { use }),
    notes: [],
  };

  async function readContents(): Promise<{ info: ImageInfo; use?: Inventory["use"] }> {
    const { opened } = request;
    if (opened === undefined) return { info: await readInfo(image, {}, { cacheFolder, signal }) };
    // Which package owns a file is known only beside the tree, which no cache holds.
    const { info, tree } = await readFacts(image, {}, { cacheFolder, signal });
    const { ownerOf } = findPackages(tree, info.os);
    const ownerAt = (path: string) => {
      const node = findNode(tree, path);
      return node === undefined ? undefined : ownerOf(node.row);
    };
    return { info, use: inUseOf(info.packages, opened, ownerAt) };
  }
}

async function readBill(
  name: string,
  { stdin }: InventoryRequest,
  { cwd }: Context,
): Promise<{ readonly name: string; readonly bill: Bill } | undefined> {
  const forced = name.startsWith("sbom:");
  const path = forced ? name.slice("sbom:".length) : name;
  if (path === "-") {
    const { readSbom } = await import("../../sources/sbom/read-sbom.ts");
    return { name: "standard input", bill: readSbom(Buffer.from(await stdin()), "standard input") };
  }
  const isFile = (await stat(resolve(cwd, path)).catch(() => undefined))?.isFile() === true;
  if (!forced && !isFile) return undefined;
  const { loadSbom, looksLikeSbom } = await import("../../sources/sbom/load-sbom.ts");
  if (!forced && !(await looksLikeSbom(resolve(cwd, path), path))) return undefined;
  return { name: path, bill: await loadSbom(resolve(cwd, path), path) };
}

function ofBill(name: string, bill: Bill, { opened }: InventoryRequest): Inventory {
  const { os, packages, notJudged, notes, format } = bill;
  return {
    target: { id: name, kind: "sbom", name: bill.subject?.name ?? name },
    os,
    packages,
    bill,
    updates: { missing: "a bill of materials has no package sources that could be asked" },
    vexTarget: billVexTarget(name, bill),
    notes: [
      ...notes,
      ...(opened === undefined ? [] : ["what is in use: a bill of materials does not say which files are whose"]),
      ...notJudged.map(
        (one) => `${one.name} ${one.version}`.trim() + ` of the ${format} (${one.where}): ${one.reason}`,
      ),
    ],
  };
}
