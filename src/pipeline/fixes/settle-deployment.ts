import type { Config } from "../../domain/settings/config.ts";
import type { FixedFile } from "../../domain/report/fix-report.ts";
import { manifestWork } from "../judge/kubernetes/work-of.ts";
import { quadletWork } from "../judge/quadlet/work-of.ts";
import type { Context } from "../context.ts";
import type { Asker } from "../fix-plan/asker.ts";
import type { FixOptions } from "../fix-plan/fix-options.ts";
import { fixableManifest } from "../fix-plan/kubernetes/fixable-manifest.ts";
import { fixableUnit } from "../fix-plan/quadlet/fixable-unit.ts";
import type { Fixable } from "../fix-plan/fix-texts.ts";
import { settleTexts } from "./settle-texts.ts";

interface ReadDeployment {
  readonly path: string;
  readonly text: string;
  readonly config: Config;
}

/** Fixes of one manifest, or of one Quadlet unit with its drop-ins. */
export async function settleDeployment(
  kind: "kubernetes" | "quadlet",
  read: ReadDeployment,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<readonly FixedFile[]> {
  return settleTexts(await openFixableDeployment(kind, read, context), options, context, asker);
}

/** Throws `Failure`. */
export async function openFixableDeployment(
  kind: "kubernetes" | "quadlet",
  read: ReadDeployment,
  context: Context,
): Promise<Fixable> {
  return kind === "kubernetes"
    ? fixableManifest(await manifestWork(read, context))
    : fixableUnit(await quadletWork(read, context));
}
