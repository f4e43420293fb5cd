import type { FixedFile } from "../../../domain/report/fix-report.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { composeWork } from "../../check/compose/work-of.ts";
import { withAllFiles } from "../../check/compose/judge-compose.ts";
import { readCompose } from "../../check/compose/read-compose.ts";
import type { Found } from "../../check/targets.ts";
import type { Context } from "../../context.ts";
import type { Asker } from "../asker.ts";
import type { FixOptions } from "../fix-options.ts";
import type { Fixable } from "../fix-texts.ts";
import { planMs, settleTexts } from "../settle-texts.ts";
import { fixableProject } from "./fixable-project.ts";

/** A Compose project with all that its files name. Throws `Failure`. */
export async function openFixableProject(
  found: Extract<Found, { readonly path: string }>,
  context: Context,
): Promise<Fixable> {
  const asked = await composeWork(found, context);
  const { work } = withAllFiles(asked, (known) => withinTime(planMs, found.path, () => readCompose(known)));
  return withinTime(planMs, found.path, () => fixableProject(work));
}

/** Fixes of one Compose project, in all of its files. */
export async function settleProject(
  found: Extract<Found, { readonly path: string }>,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<readonly FixedFile[]> {
  const fixable = await openFixableProject(found, context);
  if (!options.proven) return settleTexts(fixable, options, context, asker);
  // What starts containers is loaded where that is asked for.
  const { proveFixes } = await import("./prove-fixes.ts");
  return settleTexts(fixable, options, context, asker, (plan, keys) => proveFixes(found, plan, keys, context));
}
