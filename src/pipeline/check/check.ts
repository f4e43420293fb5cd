import { Failure } from "../../domain/failure.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Report } from "../../domain/report.ts";
import { inReportOrder } from "../../rules/run-rules.ts";
import { checkAll } from "./check-all.ts";
import type { Checked } from "./checked.ts";
import { checkConfigIgnores } from "./config-ignores.ts";
import type { Context } from "../context.ts";
import { findTargets } from "./targets.ts";

/** `hullproof check`: finds targets, runs the rules that apply to each. Throws `Failure` for a target that was named and cannot be read. */
export async function check(targets: readonly string[], context: Context): Promise<Report> {
  const found = await findTargets(targets, context.cwd);
  if (found.length === 0) {
    throw new Failure("no-such-file", `nothing to check in ${targets.join(", ")}`, {
      hint: "A folder is searched for Dockerfiles, Containerfiles, Markdown and shell scripts. Name a file or an image.",
    });
  }
  const checked = await Array.fromAsync(checkAll(found, context, false));
  const folders = targets.filter((target) => found.every((one) => !("path" in one) || one.path !== target));
  return toReport([...checked, ...checkConfigIgnores(checked, folders, context)], context.version);
}

/** The texts of a folder, as `check` finds them; what it cannot read is a failed result. */
export async function checkFolder(dir: string, context: Context, built: boolean): Promise<Checked[]> {
  return Array.fromAsync(checkAll(await findTargets([dir], context.cwd), context, built));
}

/** One report of all targets, in the order they were given; findings and results in report order. */
export function toReport(checked: readonly Checked[], version: string): Report {
  const image = checked.find((one) => one.image !== undefined)?.image;
  const vulnerabilities = checked.flatMap((one) => one.vulnerabilities ?? []);
  const findings: Finding[] = checked.flatMap((one) => one.run.findings).sort(inReportOrder);
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    targets: checked.map((one) => one.target),
    rules: checked.flatMap((one) => one.run.results),
    findings,
    ...(image && { image }),
    ...(vulnerabilities.length > 0 && { vulnerabilities }),
  };
}
