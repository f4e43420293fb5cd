import type { FixedFile } from "../../../domain/report/fix-report.ts";
import { maskerOf } from "../../../facts/secrets/values/masker-of.ts";
import type { Masker } from "../../../facts/secrets/values/secret-value.ts";
import { unifiedDiff } from "../../../fixes/diff.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { renderedWorks } from "../../judge/render/rendered-works.ts";
import type { RenderTarget } from "../../judge/render/to-render.ts";
import type { Context } from "../../context.ts";
import { fixedFile } from "../fixed-file.ts";
import { applicabilities, namedRules, type FixOptions } from "../../fix-plan/fix-options.ts";
import { fixTexts } from "../../fix-plan/fix-texts.ts";
import { planMs } from "../settle-texts.ts";
import { dialect } from "../../../dialects/kubernetes/dialect.ts";
import { fixableText } from "../../fix-plan/fixable-text.ts";
import { kustomizationPatch, writePatch } from "../../fix-plan/kubernetes/kustomization-patch.ts";

/**
 * `fix --render kustomize`: turns fixes of the rendered manifests into a patch next to the kustomization, which lists it. Only offered where kustomize then renders
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
  const fixable = fixableText(dialect, work);
  const selectedRules = namedRules(options);
  const limits = { allowed: applicabilities(options), ...(selectedRules && { named: selectedRules }) };
  const fixed = withinTime(planMs, path, () => fixTexts(fixable, limits)).get(path);
  if (fixed === undefined) return [];
  const renderedFix = fixedFile(path, text, { fixed });
  if (!renderedFix.changed) return [renderedFix];
  // The patch replaces the diff of the rendered text.
  const patchSummary: FixedFile = { file: path, changed: false, written: false, diff: "", fixes: renderedFix.fixes };
  const patched = await kustomizationPatch(target, { path, before: text, after: fixed.text }, context);
  if ("refused" in patched) return [withoutEffect(patchSummary, patched.refused)];
  if (options.write) await writePatch(patched, context.cwd);
  const { patch, kustomization } = patched;
  const changed = { changed: true, written: options.write, fixes: [] };
  // `git apply` creates a file only if the diff marks it as new.
  const fresh = unifiedDiff(patch.file, "", patch.text).replace(/^--- .*$/m, "--- /dev/null");
  const { file, before, after } = kustomization;
  const diff = unifiedDiff(file, before, after);
  const mask = maskerOf([text, before, after], fixable.secrets?.());
  return [
    patchSummary,
    { file: patch.file, ...changed, diff: fresh, ...maskedDiff(fresh, mask), text: patch.text },
    { file, ...changed, diff, ...maskedDiff(diff, mask), text: after },
  ];
}

function maskedDiff(diff: string, mask: Masker): Pick<FixedFile, "maskedDiff"> {
  const masked = mask(diff);
  return masked === diff ? {} : { maskedDiff: masked };
}

function withoutEffect(summary: FixedFile, reason: string): FixedFile {
  return {
    ...summary,
    fixes: summary.fixes.map((fix) => (fix.outcome === "applied" ? { ...fix, outcome: "not-tried", reason } : fix)),
  };
}

function nothing(file: string): FixedFile {
  return { file, changed: false, written: false, diff: "", fixes: [] };
}
