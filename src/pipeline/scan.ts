import { relative, resolve } from "node:path";
import type { ImageInfo, UpdatesInfo } from "../domain/image.ts";
import type { Report } from "../domain/report.ts";
import type { Vulnerability } from "../domain/vulnerability.ts";
import { changelogVulnerabilities } from "../facts/updates.ts";
import { applyIgnores } from "../facts/vulnerabilities/apply-ignores.ts";
import { baseLayers } from "../facts/vulnerabilities/base-layers.ts";
import { crossCheck } from "../facts/vulnerabilities/cross-check.ts";
import { withUse } from "../facts/vulnerabilities/in-use.ts";
import { hasPackageManager } from "../facts/vulnerabilities/remedy-text.ts";
import { setAsideHeaders } from "../facts/vulnerabilities/kernel-headers.ts";
import { remedies } from "../facts/vulnerabilities/remedies.ts";
import { byUrgency } from "../facts/vulnerabilities/severity-order.ts";
import { applyVex } from "../facts/vex/apply-vex.ts";
import { newestOf } from "../facts/vulnerabilities/newest-of.ts";
import { configFor } from "./check/settings.ts";
import type { Context } from "./context.ts";
import { askAdvisories, type AskedAdvisories } from "./scan/ask-advisories.ts";
import { readInventory, type Inventory } from "./scan/inventory.ts";
import { judgeScan } from "./scan/judge.ts";
import { readOpened } from "./scan/read-opened.ts";

export interface ScanRequest {
  readonly platform?: string | undefined;
  readonly updates: "auto" | "none";
  /** JSON report of a run that watched files. */
  readonly learned?: string | undefined;
  /** VEX documents, in the order in which later ones win. */
  readonly vex: readonly string[];
  /** Folder of the advisory store, in place of the context's. */
  readonly advisories?: string | undefined;
  /** ISO date: statements published later are left out. */
  readonly asOf?: string | undefined;
  /** Only flaws with a fix. */
  readonly fixable: boolean;
  /** Only flaws in packages that the workload was seen to use, and those of which nobody can tell. */
  readonly inUse: boolean;
  readonly stdin: () => Promise<string>;
}

/** `hullproof scan IMAGE|SBOM`: known flaws, what mends them, and what nobody could look at. Throws `Failure`. */
export async function scan(name: string, request: ScanRequest, context: Context): Promise<Report> {
  const { cwd, today, progress } = context;
  const say = (message: string, done = false) => progress({ stage: "scan", message, done });
  const config = await configFor(".", context);

  // What is in it, and what its own package sources offer.
  const opened = request.learned === undefined ? undefined : await readOpened(request.learned, cwd);
  const inventory = await readInventory(name, { ...request, opened }, context);
  const { packages, os, updates, image, target } = inventory;

  // What advisories say of it, and the changelogs of pending updates, which know nothing of them.
  const folder = request.advisories === undefined ? context.advisoriesFolder : resolve(cwd, request.advisories);
  const named = request.advisories !== undefined;
  const asked = await askAdvisories(inventory, { folder, named, asOf: request.asOf, today });
  const known = bothSides(inventory, asked);
  say(`${new Set(known.flaws.map(({ id }) => id)).size} flaws in ${packages.length} packages`, true);

  // What somebody decided, and what is in use.
  const { loadVex } = await import("../sources/vex/load-vex.ts");
  const documents = await Promise.all(request.vex.map((file) => loadVex(resolve(cwd, file), file)));
  const vexed = applyVex(known.flaws, documents, inventory.vexTarget);
  const file = config.file === undefined ? "hullproof.yaml" : relative(cwd, config.file);
  const ignored = applyIgnores(vexed.vulnerabilities, config.vulnerabilities.ignore, { today, file });
  const used = inventory.use === undefined ? ignored.vulnerabilities : withUse(ignored.vulnerabilities, inventory.use);
  const vulnerabilities = used.filter((flaw) => isWanted(flaw, request)).sort(byUrgency);

  // What to do, and what the rules say.
  const base = image && baseLayers(image);
  const steps = remedies(vulnerabilities, {
    packages,
    os,
    newest: newestOf,
    ...(image && { canUpgrade: hasPackageManager(image) }),
    ...(base && { base }),
    ...("updates" in updates && { updates: updates.updates }),
  });
  const advisories = "info" in asked ? asked.info : undefined;
  const judged = {
    vulnerabilities,
    gaps: advisories?.gaps ?? [],
    support: "info" in asked ? asked.support : [],
    lifeCycles: "info" in asked ? asked.lifeCycles : [],
    ...("missing" in asked && { missing: asked.missing }),
  };
  const run = judgeScan(inventory, judged, config, today);
  const notChecked = [
    ...inventory.notes,
    ...(advisories?.gaps ?? []),
    ...("notes" in asked ? asked.notes : []),
    ...vexed.notes,
    ...ignored.notes,
    ...leftOut(request),
  ];
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: context.version },
    targets: [target],
    rules: run.results,
    findings: run.findings,
    ...(image && { image: { ...image, ...("updates" in updates && { updates: updates.updates }) } }),
    vulnerabilities,
    remedies: steps,
    ...(known.crossCheck && { crossCheck: known.crossCheck }),
    ...(advisories && { advisories }),
    ...(notChecked.length > 0 && { notChecked }),
  };
}

/** The advisories' flaws and the changelogs', held against each other where both were asked. */
function bothSides({ updates, image, packages }: Inventory, asked: AskedAdvisories | { readonly missing: string }) {
  const changelogs = "updates" in updates && image ? ofChangelogs(updates.updates, image) : [];
  if ("missing" in asked) return { flaws: changelogs, crossCheck: undefined };
  if (!("updates" in updates)) return { flaws: asked.vulnerabilities, crossCheck: undefined };
  const { said, vulnerabilities: advisories } = asked;
  const sides = { advisories, changelogs, updates: updates.updates, packages, said };
  const checked = crossCheck(sides);
  return { flaws: checked.vulnerabilities, crossCheck: checked.crossCheck };
}

/** Headers of a kernel are told apart as the advisories' own flaws are. */
function ofChangelogs(updates: UpdatesInfo, image: ImageInfo): Vulnerability[] {
  return changelogVulnerabilities(updates, image).map((flaw) => setAsideHeaders(flaw));
}

function isWanted({ status, inUse }: Vulnerability, request: ScanRequest): boolean {
  return (!request.fixable || status === "fixed") && (!request.inUse || inUse !== false);
}

/** What the flags left out is told: a short list must not look like a clean image. */
function leftOut({ fixable, inUse }: ScanRequest): string[] {
  return [
    ...(fixable ? ["flaws without a fix: left out by --only fixable"] : []),
    ...(inUse ? ["flaws in packages that the workload did not use: left out by --in-use"] : []),
  ];
}
