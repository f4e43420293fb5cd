import type { Enforced } from "../../domain/settings/config.ts";
import { fileOfRendered } from "../../domain/report/rendered.ts";
import type { Report } from "../../domain/report/report.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import type { Context } from "../context.ts";
import { namesRule } from "../rule-runs/enforcement.ts";
import { compareReports } from "./compare.ts";
import { comparable, type EarlierReport } from "./earlier-report.ts";
import { matchHardened } from "./match-hardened.ts";
import { readBaseline } from "./read-baseline.ts";
import { renameSbom } from "./rename-sbom.ts";

export { readBaseline } from "./read-baseline.ts";

/** Opens a baseline file, or checks `targets` at a commit of the surrounding repository. Throws `Failure`. */
export async function openEarlier(name: string, targets: readonly string[], context: Context): Promise<EarlierReport> {
  const reached = atNamed(name, context.cwd, (folder, path) => folder.find(path));
  if (!("refused" in reached) || reached.refused !== "missing") return readBaseline(name, context.cwd);
  const { reportAt } = await import("./at-commit.ts");
  const { commit, report } = await reportAt(name, targets, context);
  return {
    file: `${name} (${commit.slice(0, 12)})`,
    kind: "commit",
    targets: report.targets,
    findings: report.findings.map((finding) => comparable(finding, report.targets)),
    vulnerabilities: [],
  };
}

interface Place {
  readonly cwd: string;
  readonly today: string;
  readonly partly?: string;
  readonly enforced?: Enforced;
}

/** The report compared with a baseline. A baseline for other targets is noted in the report: all findings are then new. */
export function withBaseline(report: Report, earlier: EarlierReport, place: Place): Report {
  const { cwd, today, partly, enforced } = place;
  const comparison = matchHardened(renameSbom(earlier, report.targets), report);
  const compared = comparison.withoutSubstitutes(
    compareReports(report, comparison.earlier, {
      today,
      exists: fileExists(cwd),
      isEnforced: (rule) => namesRule(enforced?.rules, rule),
      ...(partly !== undefined && { partly }),
    }),
  );
  const { same = 0 } = compared.baseline ?? {};
  if (earlier.kind !== "report" || earlier.targets.length === 0 || same > 0) return compared;
  const targetNames = new Set(report.targets.map(({ kind, id }) => `${kind} ${withoutTag(id)}`));
  if (earlier.targets.some(({ kind, id }) => targetNames.has(`${kind} ${withoutTag(id)}`))) return compared;
  const note = `${earlier.file} is about other targets (${earlier.targets[0]?.name ?? ""}), so all findings count as new`;
  return { ...compared, notChecked: [...(report.notChecked ?? []), note] };
}

/** Whether a file exists; for a rendered one, its source. An unreadable file counts as present, so that nothing counts as fixed without evidence. */
export function fileExists(cwd: string): (file: string) => boolean {
  return (file) => {
    const reached = atNamed(fileOfRendered(file), cwd, (folder, path) => folder.find(path));
    return !("refused" in reached) || reached.refused !== "missing";
  };
}

/** Without tag and digest. */
function withoutTag(id: string): string {
  return id.replace(/@.*$/s, "").replace(/:[^/:]*$/, "");
}
