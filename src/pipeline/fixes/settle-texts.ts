import { resolve } from "node:path";
import type { FixedFile } from "../../domain/report/fix-report.ts";
import type { FixOutcome } from "../../domain/report/report.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { Asker } from "../fix-plan/asker.ts";
import type { ProvenKeys } from "./prove-fixes.ts";
import { fixTexts, type Fixable, type FixedTexts } from "../fix-plan/fix-texts.ts";
import { applicabilities, namedRules, type FixOptions } from "../fix-plan/fix-options.ts";
import type { FixedText, PlacedFix } from "../fix-plan/fix.ts";
import { fixedFile, offersOf, outcomesOf } from "./fixed-file.ts";
import { writeBack } from "../fix-plan/write-back.ts";

/** Time limit for all rounds of one project: each round evaluates it again. */
export const planMs = 8_000;

/** Tries the fixes of these keys; `plan` returns the texts with some of them. */
export type ProveTexts = (
  plan: (keys: ReadonlySet<string>) => FixedTexts,
  keys: ReadonlySet<string>,
) => Promise<ProvenKeys>;

/** Fixes related texts: returns the fixed files, or the first one with its remaining fixes. */
export async function settleTexts(
  fixable: Fixable,
  options: FixOptions,
  context: Context,
  asker?: Asker,
  prove?: ProveTexts,
): Promise<readonly FixedFile[]> {
  const { path, texts } = fixable;
  const secrets = fixable.secrets?.() ?? [];
  const selectedRules = namedRules(options);
  // Proven fixes apply without naming their rule.
  const allowed = prove === undefined ? applicabilities(options) : everyClass;
  const plan = (accept?: (fix: PlacedFix) => boolean) =>
    withinTime(planMs, path, () =>
      fixTexts(fixable, { allowed, ...(selectedRules && { named: selectedRules }), ...(accept && { accept }) }),
    );
  let project = plan();
  let chosenKeys: ReadonlySet<string> | undefined;
  const offers = [...project].flatMap(([file, fixed]) => offersOf(file, fixed, {}, secrets));
  if (asker !== undefined && offers.length > 0) {
    const answer = await asker.choose(
      offers.filter((offer, at) => offers.findIndex(({ key }) => key === offer.key) === at),
    );
    chosenKeys = answer;
    project = plan(({ key }) => answer.has(key));
  }
  const tried = new Set([...project.values()].flatMap(({ applied }) => applied.map(({ key }) => key)));
  // Without fixes to prove, nothing is started.
  const proven = tried.size === 0 ? undefined : await prove?.((keys) => plan(({ key }) => keys.has(key)), tried);
  if (proven !== undefined) project = plan(({ key }) => proven.kept.has(key));
  const becameOf = (key: string): Pick<FixOutcome, "outcome" | "reason"> | undefined =>
    chosenKeys?.has(key) === false ? { outcome: "not-tried", reason: "not wanted" } : proven?.broke.get(key);
  const unappliedOutcomes = (file: string) =>
    offers.flatMap((offer) => {
      const { rule, title, applicability, line, key } = offer;
      const became = offer.file === file ? becameOf(key) : undefined;
      return became === undefined ? [] : [{ rule, title, applicability, line, key, ...became }];
    });
  const files = [...project].map(([file, fixed]) => ({
    file,
    fixed,
    shown: fixedFile(
      file,
      texts.get(file) ?? "",
      { fixed, ...provenOf(fixed, proven) },
      unappliedOutcomes(file),
      secrets,
    ),
  }));
  const changed = files.filter(({ shown }) => shown.changed);
  const isWritten = await mayWrite(
    changed.map(({ shown }) => shown),
    options,
    asker,
  );
  if (isWritten)
    await writeAll(
      changed.map(({ file, fixed }) => ({ file, before: texts.get(file) ?? "", after: fixed.text })),
      context,
    );
  const reportedFiles = files.filter(({ shown }, at) => shown.changed || shown.fixes.length > 0 || at === 0);
  return reportedFiles.map(({ shown }) => (shown.changed ? { ...shown, written: isWritten } : shown));
}

const everyClass = ["safe", "proven", "suggested"] as const;

function provenOf(fixed: FixedText, proven: ProvenKeys | undefined): Partial<Parameters<typeof fixedFile>[2]> {
  if (proven === undefined) return {};
  const outcomes = outcomesOf(fixed).map((outcome) =>
    outcome.outcome === "applied" ? { ...outcome, reason: "the project behaves the same with it" } : outcome,
  );
  return { outcomes, proof: proven.proof };
}

/** Writes all files of a project, or none. */
async function mayWrite(
  changed: readonly FixedFile[],
  { write }: FixOptions,
  asker: Asker | undefined,
): Promise<boolean> {
  if (changed.length === 0) return false;
  if (asker === undefined || write) return write;
  for (const { file, diff, maskedDiff = diff } of changed) if (!(await asker.mayWrite(file, maskedDiff))) return false;
  return true;
}

/** Writes all files, or restores them after an error. */
export async function writeAll(
  files: readonly { readonly file: string; readonly before: string; readonly after: string }[],
  { cwd }: Pick<Context, "cwd">,
): Promise<void> {
  const writtenFiles: (typeof files)[number][] = [];
  try {
    for (const file of files) {
      await writeBack(resolve(cwd, file.file), file.file, file.before, file.after);
      writtenFiles.push(file);
    }
  } catch (error) {
    // Compose may refuse a project with half of its fixes.
    for (const { file, before, after } of writtenFiles) await writeBack(resolve(cwd, file), file, after, before);
    throw error;
  }
}
