import type { FixedFile } from "../../../domain/report/fix-report.ts";
import { maskerOf } from "../../../facts/secrets/values/masker-of.ts";
import type { Masker } from "../../../facts/secrets/values/secret-value.ts";
import { unifiedDiff } from "../../../fixes/diff.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { renderedWorks } from "../../check/kubernetes/render/rendered-works.ts";
import type { RenderTarget } from "../../check/kubernetes/render/to-render.ts";
import type { Context } from "../../context.ts";
import { fixedFile } from "../fixed-file.ts";
import { applicabilities, namedRules, type FixOptions } from "../fix-options.ts";
import { fixTexts } from "../fix-texts.ts";
import { planMs } from "../settle-texts.ts";
import { fixableManifest } from "./fixable-manifest.ts";
import { kustomizationPatch, writePatch } from "./kustomization-patch.ts";

/**
 * `fix --render kustomize`: what the fixes change of the rendered manifests becomes a patch beside the kustomization, which names it. It is only offered where kustomize then makes
 * exactly the fixed manifests. Throws `Failure`.
 */
export async function fixKustomization(
  target: RenderTarget,
  options: FixOptions,
  context: Context,
): Promise<readonly FixedFile[]> {
  const [work] = await renderedWorks(target, context);
  if (work === undefined) return [{ ...nothing(target.file), error: "rendered as it is, it makes no object" }];
  const { path, text } = work;
  const fixable = fixableManifest(work);
  const named = namedRules(options);
  const limits = { allowed: applicabilities(options), ...(named && { named }) };
  const fixed = withinTime(planMs, path, () => fixTexts(fixable, limits)).get(path);
  if (fixed === undefined) return [];
  const shown = fixedFile(path, text, { fixed });
  if (!shown.changed) return [shown];
  // What a diff of the rendered text would say is said by the patch.
  const told: FixedFile = { file: path, changed: false, written: false, diff: "", fixes: shown.fixes };
  const made = await kustomizationPatch(target, { path, before: text, after: fixed.text }, context);
  if ("refused" in made) return [inVain(told, made.refused)];
  if (options.write) await writePatch(made, context.cwd);
  const { patch, kustomization } = made;
  const changed = { changed: true, written: options.write, fixes: [] };
  // For `git apply`, which makes no file that the diff does not call new.
  const fresh = unifiedDiff(patch.file, "", patch.text).replace(/^--- .*$/m, "--- /dev/null");
  const { file, before, after } = kustomization;
  const diff = unifiedDiff(file, before, after);
  const mask = maskerOf([text, before, after], fixable.secrets?.());
  return [
    told,
    { file: patch.file, ...changed, diff: fresh, ...maskedDiff(fresh, mask), text: patch.text },
    { file, ...changed, diff, ...maskedDiff(diff, mask), text: after },
  ];
}

function maskedDiff(diff: string, mask: Masker): Pick<FixedFile, "maskedDiff"> {
  const masked = mask(diff);
  return masked === diff ? {} : { maskedDiff: masked };
}

function inVain(told: FixedFile, reason: string): FixedFile {
  return {
    ...told,
    fixes: told.fixes.map((fix) => (fix.outcome === "applied" ? { ...fix, outcome: "not-tried", reason } : fix)),
  };
}

function nothing(file: string): FixedFile {
  return { file, changed: false, written: false, diff: "", fixes: [] };
}
