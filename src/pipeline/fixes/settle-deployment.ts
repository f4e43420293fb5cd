import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import type { FixedFile } from "../../domain/report/fix-report.ts";
import { loadTextDialect } from "../../dialects/text-dialects.ts";
import type { Context } from "../context.ts";
import type { Asker } from "../fix-plan/asker.ts";
import { fixableText } from "../fix-plan/fixable-text.ts";
import type { FixOptions } from "../fix-plan/fix-options.ts";
import type { Fixable } from "../fix-plan/fix-texts.ts";
import { dialectWork } from "../judge/dialect-work-of.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import { settleTexts } from "./settle-texts.ts";

type ReadDeployment = Pick<DialectWork, "path" | "text" | "config">;

/** Fixes of one file of a dialect, with the files laid over it. */
export async function settleDeployment(
  kind: TextDialectName,
  read: ReadDeployment,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<readonly FixedFile[]> {
  return settleTexts(await openFixableDeployment(kind, read, context), options, context, asker);
}

/** Throws `Failure`. */
export async function openFixableDeployment(
  kind: TextDialectName,
  read: ReadDeployment,
  context: Context,
): Promise<Fixable> {
  return fixableText(await loadTextDialect(kind), await dialectWork(kind, read, context));
}
