import { resolve } from "node:path";
import type { Report } from "../../../domain/report/report.ts";
import type { Vulnerability } from "../../../domain/advisory/vulnerability.ts";
import { withoutVersionTexts } from "../../../facts/packages/without-version.ts";
import { baseLayers } from "../../../vulnerabilities/remediation/base-layers.ts";
import { withUse } from "../../../vulnerabilities/in-use.ts";
import { hasPackageManager } from "../../../vulnerabilities/remediation/remedy-text.ts";
import { remedies } from "../../../vulnerabilities/remediation/remedies.ts";
import { byUrgency } from "../../../vulnerabilities/severity-order.ts";
import { applyVex } from "../../../vulnerabilities/vex/apply-vex.ts";
import { newestOf } from "../../../vulnerabilities/remediation/newest-of.ts";
import { imageFacts } from "../../../facts/image/image-facts.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { configFor } from "../../settings/settings.ts";
import { lazyCustomJudge } from "../../custom-rules/lazy-custom-judge.ts";
import { refuseUnloaded } from "../../custom-rules/refuse-unloaded.ts";
import type { Inventory } from "../../vulnerabilities/inventory.ts";
import { aboutRules } from "../../judge/about-rules.ts";
import type { Context } from "../../context.ts";
import { mergeVulnerabilities, applySuppressions } from "../../vulnerabilities/known-vulnerabilities.ts";
import { askAdvisories } from "../../vulnerabilities/ask-advisories.ts";
import { compareScanners } from "./compare-scanner.ts";
import { readInventory } from "./read-inventory.ts";
import { judgeScan } from "../../vulnerabilities/judge-inventory.ts";
import { readOpened } from "../../image/read-opened.ts";

export interface ScanRequest {
  readonly platform?: string | undefined;
  readonly updates: "auto" | "none";
  /** JSON report of a run that watched files. */
  readonly learned?: string | undefined;
  /** VEX documents, in increasing precedence. */
  readonly vex: readonly string[];
  /** Other scanners to run on the same target: `trivy`, `grype`. */
  readonly with?: readonly string[];
  /** Allow their download of a database. */
  readonly withUpdate: boolean;
  /** Folder of the advisory store, instead of the context's. */
  readonly advisories?: string | undefined;
  /** ISO date: statements published later are left out. */
  readonly asOf?: string | undefined;
  /** Only vulnerabilities with a fix. */
  readonly fixable: boolean;
  /** Only vulnerabilities in packages that the workload used, or whose use is unknown. */
  readonly inUse: boolean;
  readonly stdin: () => Promise<string>;
}

/** `hullproof scan IMAGE|SBOM`: known vulnerabilities, their remediation, and the parts that were not checked. Throws `Failure`. */
export async function scan(name: string, request: ScanRequest, context: Context): Promise<Report> {
  const { cwd, today, progress } = context;
  const say = (message: string, isDone = false) => progress({ stage: "scan", message, done: isDone });
  const config = await configFor(".", context);
  const { with: scanners = [] } = request;
  if (scanners.length > 0) {
    // Refuses an unknown name before the work.
    const { scannerOf } = await import("../../../sources/scanners/ask-scanner.ts");
    for (const scanner of scanners) scannerOf(scanner);
  }

  // Read its content, and the updates of its own package sources.
  const opened = request.learned === undefined ? undefined : await readOpened(request.learned, cwd);
  const inventory = await readInventory(name, { ...request, opened }, context);
  const { packages, os, updates, image, target } = inventory;

  // Look up advisories, and changelogs of pending updates, which advisories may not cover.
  const folder = request.advisories === undefined ? context.advisoriesFolder : resolve(cwd, request.advisories);
  const isStoreNamed = request.advisories !== undefined;
  const advisoryAnswer = await askAdvisories(inventory, { folder, named: isStoreNamed, asOf: request.asOf, today });
  const matched = mergeVulnerabilities(inventory, updates, advisoryAnswer);
  const wish = { scanners, target: name, update: request.withUpdate };
  const comparison =
    scanners.length > 0 ? await compareScanners(wish, matched.flaws, inventory, advisoryAnswer, context) : undefined;
  const flaws = comparison?.vulnerabilities ?? matched.flaws;
  say(`${new Set(flaws.map(({ id }) => id)).size} vulnerabilities in ${packages.length} packages`, true);

  // Apply suppressions, and the use of packages.
  const { loadVex } = await import("../../../sources/vex/load-vex.ts");
  const documents = await Promise.all(request.vex.map((file) => loadVex(resolve(cwd, file), file)));
  const vexed = applyVex(flaws, [...inventory.statements, ...documents], inventory.vexTarget);
  const ignored = applySuppressions(vexed.vulnerabilities, config, context);
  const used = inventory.use === undefined ? ignored.vulnerabilities : withUse(ignored.vulnerabilities, inventory.use);
  const vulnerabilities = used.filter((vulnerability) => isWanted(vulnerability, request)).sort(byUrgency);

  // Find remediation, and evaluate the rules.
  const base = image && baseLayers(image);
  const steps = remedies(vulnerabilities, {
    packages,
    os,
    newest: newestOf,
    ...(image && { canUpgrade: hasPackageManager(image), image }),
    ...(base && { base }),
    ...("updates" in updates && { updates: updates.updates }),
  });
  const advisories = "info" in advisoryAnswer ? advisoryAnswer.info : undefined;
  const verdictInput = {
    vulnerabilities,
    gaps: advisories?.gaps ?? [],
    support: "info" in advisoryAnswer ? advisoryAnswer.support : [],
    lifeCycles: "info" in advisoryAnswer ? advisoryAnswer.lifeCycles : [],
    ...("missing" in advisoryAnswer && { missing: advisoryAnswer.missing }),
  };
  const checked = await addCustomRules(
    { target, run: judgeScan(inventory, verdictInput, config, today) },
    inventory,
    context,
  );
  const { run, customRules = [], unread = [] } = checked;
  const notChecked = [
    ...inventory.notes,
    ...(packages.length === 0 ? [`vulnerabilities: no packages were found in ${name}`] : []),
    ...(advisories?.gaps ?? []),
    ...(image === undefined ? [] : withoutVersionTexts(image)),
    ...("notes" in advisoryAnswer ? advisoryAnswer.notes : []),
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
    ...(matched.crossCheck && { crossCheck: matched.crossCheck }),
    ...(comparison && comparison.comparisons.length > 0 && { scanners: comparison.comparisons }),
    ...(comparison && comparison.failed.length > 0 && { scannersFailed: comparison.failed }),
    ...(advisories && { advisories }),
    ...(unread.length > 0 && { unread }),
    ...(notChecked.length > 0 && { notChecked }),
  };
}

/** Adds the results of custom rules; for an SBOM only those on packages. */
async function addCustomRules(
  checked: TargetResult,
  { image, os, packages }: Inventory,
  context: Context,
): Promise<TargetResult> {
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

/** Reports what flags excluded: a short list must not look like a clean image. */
function leftOut({ fixable, inUse }: ScanRequest): string[] {
  return [
    ...(fixable ? ["vulnerabilities without a fix: left out by --only fixable"] : []),
    ...(inUse ? ["vulnerabilities in packages that the workload did not use: left out by --in-use"] : []),
  ];
}
