import type { FixedFile } from "../../domain/report/fix-report.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { composeWork } from "../judge/compose/work-of.ts";
import { withAllFiles } from "../judge/compose/judge-compose.ts";
import { readCompose } from "../../dialects/compose/project/read-compose.ts";
import type { CheckTarget } from "../targets/targets.ts";
import type { Context } from "../context.ts";
import type { Asker } from "../fix-plan/asker.ts";
import type { FixOptions } from "../fix-plan/fix-options.ts";
import type { Fixable } from "../fix-plan/fix-texts.ts";
import { planMs, settleTexts } from "./settle-texts.ts";
import { fixableProject } from "../fix-plan/fixable-project.ts";

/** A Compose project with all files that it names. Throws `Failure`. */
export async function openFixableProject(
  target: Extract<CheckTarget, { readonly path: string }>,
  context: Context,
): Promise<Fixable> {
  const initialWork = await composeWork(target, context);
  const { work } = withAllFiles(initialWork, (loadedWork) =>
    withinTime(planMs, target.path, () => readCompose(loadedWork)),
  );
  return withinTime(planMs, target.path, () => fixableProject(work));
}

/** Fixes of one Compose project, in all of its files. */
export async function settleProject(
  target: Extract<CheckTarget, { readonly path: string }>,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<readonly FixedFile[]> {
  const fixable = await openFixableProject(target, context);
  if (!options.proven) return settleTexts(fixable, options, context, asker);
  // Loads the code that starts containers only for --proven.
  const { proveFixes } = await import("./prove-fixes.ts");
  return settleTexts(fixable, options, context, asker, (plan, keys) => proveFixes(target, plan, keys, context));
}
