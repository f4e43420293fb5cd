import { resolve } from "node:path";
import type { Report } from "../domain/report/report.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { withoutVersionTexts } from "../facts/packages/without-version.ts";
import { baseLayers } from "../vulnerabilities/remediation/base-layers.ts";
import { withUse } from "../vulnerabilities/in-use.ts";
import { hasPackageManager } from "../vulnerabilities/remediation/remedy-text.ts";
import { remedies } from "../vulnerabilities/remediation/remedies.ts";
import { byUrgency } from "../vulnerabilities/severity-order.ts";
import { applyVex } from "../vulnerabilities/vex/apply-vex.ts";
import { newestOf } from "../vulnerabilities/remediation/newest-of.ts";
import { imageFacts } from "../facts/image/image-facts.ts";
import type { Checked } from "./check/checked.ts";
import { configFor } from "./check/settings.ts";
import { lazyCustomJudge } from "./custom-rules/lazy-custom-judge.ts";
import { refuseUnloaded } from "./custom-rules/refuse-unloaded.ts";
import type { Inventory } from "./scan/inventory.ts";
import { aboutRules } from "./about-rules.ts";
import type { Context } from "./context.ts";
import { bothSides, withIgnores } from "./scan/known-vulnerabilities.ts";
import { askAdvisories } from "./scan/ask-advisories.ts";
import { compareScanners } from "./scan/compare-scanner.ts";
import { readInventory } from "./scan/read-inventory.ts";
import { judgeScan } from "./scan/judge.ts";
import { readOpened } from "./scan/read-opened.ts";

export interface ScanRequest {
  readonly platform?: string | undefined;
  readonly updates: "auto" | "none";
  /** JSON report of a run that watched files. */
  readonly learned?: string | undefined;
  /** VEX documents, in the order in which later ones win. */
  readonly vex: readonly string[];
  /** Other scanners to be asked about the same target: `trivy`, `grype`. */
  readonly with?: readonly string[];
  /** It may download its database. */
  readonly withUpdate: boolean;
  /** Folder of the advisory store, in place of the context's. */
  readonly advisories?: string | undefined;
  /** ISO date: statements published later are left out. */
  readonly asOf?: string | undefined;
  /** Only vulnerabilities with a fix. */
  readonly fixable: boolean;
  /** Only vulnerabilities in packages that the workload was seen to use, and those of which no one can tell. */
  readonly inUse: boolean;
  readonly stdin: () => Promise<string>;
}

/** `hullproof scan IMAGE|SBOM`: known vulnerabilities, what fixes them, and what no one could look at. Throws `Failure`. */
export async function scan(name: string, request: ScanRequest, context: Context): Promise<Report> {
  const { cwd, today, progress } = context;
  const say = (message: string, done = false) => progress({ stage: "scan", message, done });
  const config = await configFor(".", context);
  const { with: scanners = [] } = request;
  if (scanners.length > 0) {
    // A name that is not one is said before the work.
    const { scannerOf } = await import("../sources/scanners/ask-scanner.ts");
    for (const scanner of scanners) scannerOf(scanner);
  }

  // What is in it, and what its own package sources offer.
  const opened = request.learned === undefined ? undefined : await readOpened(request.learned, cwd);
  const inventory = await readInventory(name, { ...request, opened }, context);
  const { packages, os, updates, image, target } = inventory;

  // What advisories say of it, and the changelogs of pending updates, which know nothing of them.
  const folder = request.advisories === undefined ? context.advisoriesFolder : resolve(cwd, request.advisories);
  const named = request.advisories !== undefined;
  const asked = await askAdvisories(inventory, { folder, named, asOf: request.asOf, today });
  const known = bothSides(inventory, updates, asked);
  const wish = { scanners, target: name, update: request.withUpdate };
  const other = scanners.length > 0 ? await compareScanners(wish, known.flaws, inventory, asked, context) : undefined;
  const flaws = other?.vulnerabilities ?? known.flaws;
  say(`${new Set(flaws.map(({ id }) => id)).size} vulnerabilities in ${packages.length} packages`, true);

  // What someone decided, and what is in use.
  const { loadVex } = await import("../sources/vex/load-vex.ts");
  const documents = await Promise.all(request.vex.map((file) => loadVex(resolve(cwd, file), file)));
  const vexed = applyVex(flaws, [...inventory.statements, ...documents], inventory.vexTarget);
  const ignored = withIgnores(vexed.vulnerabilities, config, context);
  const used = inventory.use === undefined ? ignored.vulnerabilities : withUse(ignored.vulnerabilities, inventory.use);
  const vulnerabilities = used.filter((vulnerability) => isWanted(vulnerability, request)).sort(byUrgency);

  // What to do, and what the rules say.
  const base = image && baseLayers(image);
  const steps = remedies(vulnerabilities, {
    packages,
    os,
    newest: newestOf,
    ...(image && { canUpgrade: hasPackageManager(image), image }),
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
  const checked = await withOwnRules({ target, run: judgeScan(inventory, judged, config, today) }, inventory, context);
  const { run, customRules = [], unread = [] } = checked;
  const notChecked = [
    ...inventory.notes,
    ...(packages.length === 0 ? [`vulnerabilities: no packages were found in ${name}`] : []),
    ...(advisories?.gaps ?? []),
    ...(image === undefined ? [] : withoutVersionTexts(image)),
    ...("notes" in asked ? asked.notes : []),
    ...vexed.notes,
    ...ignored.notes,
    ...leftOut(request),
    ...(checked.notChecked ?? []),
  ];
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: context.version },
    targets: [target],
    rules: run.results,
    ...aboutRules({ rules: run.results, findings: run.findings }, [], customRules),
    findings: run.findings,
    ...(image && { image: { ...image, ...("updates" in updates && { updates: updates.updates }) } }),
    vulnerabilities,
    remedies: steps,
    ...(known.crossCheck && { crossCheck: known.crossCheck }),
    ...(other && other.comparisons.length > 0 && { scanners: other.comparisons }),
    ...(other && other.failed.length > 0 && { scannersFailed: other.failed }),
    ...(advisories && { advisories }),
    ...(unread.length > 0 && { unread }),
    ...(notChecked.length > 0 && { notChecked }),
  };
}

/** What rules of a user's own say of it: of an SBOM they can ask for its packages alone. */
async function withOwnRules(checked: Checked, { image, os, packages }: Inventory, context: Context): Promise<Checked> {
  const config = await configFor(".", context);
  const facts = image === undefined ? { os, packages } : imageFacts(image);
  const work = { kind: "facts", path: checked.target.id, facts, config, today: context.today } as const;
  const answer = await lazyCustomJudge(context)(work, checked);
  refuseUnloaded(context, [answer]);
  return answer;
}

function isWanted({ status, inUse }: Vulnerability, request: ScanRequest): boolean {
  return (!request.fixable || status === "fixed") && (!request.inUse || inUse !== false);
}

/** What the flags left out is reported: a short list must not look like a clean image. */
function leftOut({ fixable, inUse }: ScanRequest): string[] {
  return [
    ...(fixable ? ["vulnerabilities without a fix: left out by --only fixable"] : []),
    ...(inUse ? ["vulnerabilities in packages that the workload did not use: left out by --in-use"] : []),
  ];
}
