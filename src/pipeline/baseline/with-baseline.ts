import type { Enforced } from "../../domain/settings/config.ts";
import { fileOfRendered } from "../../domain/report/rendered.ts";
import type { Report } from "../../domain/report/report.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import type { Context } from "../context.ts";
import { namesRule } from "../check/enforced.ts";
import { compareReports } from "./compare.ts";
import { comparable, type Earlier } from "./earlier.ts";
import { forMade } from "./for-made.ts";
import { readBaseline } from "./read-baseline.ts";
import { renameSbom } from "./rename-sbom.ts";

export { readBaseline } from "./read-baseline.ts";

/** A file, or a commit of the repository around: then `targets` are checked as it has them. Throws `Failure`. */
export async function openEarlier(name: string, targets: readonly string[], context: Context): Promise<Earlier> {
  const found = atNamed(name, context.cwd, (beneath, path) => beneath.find(path));
  if (!("refused" in found) || found.refused !== "missing") return readBaseline(name, context.cwd);
  const { reportAt } = await import("./at-commit.ts");
  const { commit, report } = await reportAt(name, targets, context);
  return {
    file: `${name} (${commit.slice(0, 12)})`,
    kind: "commit",
    targets: report.targets,
    findings: report.findings.map((one) => comparable(one, report.targets)),
    vulnerabilities: [],
  };
}

interface Place {
  readonly cwd: string;
  readonly today: string;
  readonly partly?: string;
  readonly enforced?: Enforced;
}

/** The report beside a baseline. A baseline that is about something else is named in the report: all findings are then new. */
export function withBaseline(report: Report, earlier: Earlier, place: Place): Report {
  const { cwd, today, partly, enforced } = place;
  const held = forMade(renameSbom(earlier, report.targets), report);
  const compared = held.told(
    compareReports(report, held.earlier, {
      today,
      exists: fileExists(cwd),
      isEnforced: (rule) => namesRule(enforced?.rules, rule),
      ...(partly !== undefined && { partly }),
    }),
  );
  const { same = 0 } = compared.baseline ?? {};
  if (earlier.kind !== "report" || earlier.targets.length === 0 || same > 0) return compared;
  const own = new Set(report.targets.map(({ kind, id }) => `${kind} ${bare(id)}`));
  if (earlier.targets.some(({ kind, id }) => own.has(`${kind} ${bare(id)}`))) return compared;
  const note = `${earlier.file} is about other targets (${earlier.targets[0]?.name ?? ""}), so all findings count as new`;
  return { ...compared, notChecked: [...(report.notChecked ?? []), note] };
}

/** Of what was rendered the file that it was made of; one that can't be looked at is there: it counts as fixed only when it is known to be gone. */
export function fileExists(cwd: string): (file: string) => boolean {
  return (file) => {
    const found = atNamed(fileOfRendered(file), cwd, (beneath, path) => beneath.find(path));
    return !("refused" in found) || found.refused !== "missing";
  };
}

/** Without tag and digest. */
function bare(id: string): string {
  return id.replace(/@.*$/s, "").replace(/:[^/:]*$/, "");
}
