import type { RuleResult } from "../../src/domain/finding/finding.ts";
import type { ReportDocument } from "../../src/domain/report/report.ts";
import { listResults } from "../../src/reports/content/rule-results.ts";
import { withCurrentKeys } from "../../src/reports/version-1.ts";

/** Ids of rules that have another one since. */
const renamedRules: Readonly<Record<string, string>> = { "cleanup/denied-licence": "cleanup/denied-license" };

type Json = Readonly<Record<string, unknown>>;

/** A report or fix report of any version as version 2 with its results one by one, without what every build changes. */
export function normalizeReport(json: string): Json {
  const { schemaVersion, tool: _, ...report } = JSON.parse(json, withCurrentRule) as Json;
  if ("files" in report && !("targets" in report))
    return { ...report, files: (report["files"] as Json[]).map(fixedFile) };
  const current = (schemaVersion === 1 ? withCurrentKeys(report) : report) as Json;
  if (!("rules" in current)) return current;
  const { rules, targets } = current as unknown as ReportDocument;
  const results = schemaVersion === 1 ? (rules as unknown as RuleResult[]) : listResults(rules, targets);
  if (typeof results === "string") throw new Error(results);
  return { ...current, rules: results.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

function withCurrentRule(_: string, value: unknown): unknown {
  return typeof value === "string" && Object.hasOwn(renamedRules, value) ? renamedRules[value] : value;
}

function fixedFile({ proof, ...file }: Json): Json {
  if (proof === undefined) return file;
  const { behaviour, ...rest } = proof as Json;
  return { ...file, proof: { ...(behaviour !== undefined && { behavior: behaviour }), ...rest } };
}

/** Without the reason, which is a text. */
function keyOf({ rule, target, verdict }: RuleResult): string {
  return JSON.stringify([target, rule, verdict]);
}
