import type { FixReport } from "../src/domain/report/fix-report.ts";
import type { Context } from "../src/pipeline/context.ts";
import { fixFiles } from "../src/pipeline/verbs/fix/fix-files.ts";

/** `hullproof fix --write --suggested --rule ...` in a folder, without a command line. */
export function fixesFromHere(
  cwd: string,
  targets: readonly string[],
  rule: readonly string[],
  more: Partial<Context> = {},
): Promise<FixReport> {
  const context = { cwd, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  return fixFiles(targets, { write: true, proven: false, suggested: true, rule, measure: false }, context);
}
