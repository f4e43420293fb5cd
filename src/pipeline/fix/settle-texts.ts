import { resolve } from "node:path";
import type { FixedFile } from "../../domain/report/fix-report.ts";
import type { FixOutcome } from "../../domain/report/report.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { Asker } from "./asker.ts";
import type { ProvenKeys } from "./compose/prove-fixes.ts";
import { fixTexts, type Fixable, type FixedTexts } from "./fix-texts.ts";
import { applicabilities, namedRules, type FixOptions } from "./fix-options.ts";
import type { FixedText, PlacedFix } from "./fix.ts";
import { fixedFile, offersOf, outcomesOf } from "./fixed-file.ts";
import { writeBack } from "./write-back.ts";

/** For all rounds of one project: each judges it again. */
export const planMs = 8_000;

/** Tries the fixes of these keys; `plan` gives the texts with some of them. */
export type ProveTexts = (
  plan: (keys: ReadonlySet<string>) => FixedTexts,
  keys: ReadonlySet<string>,
) => Promise<ProvenKeys>;

/** Fixes of texts that belong together: of their files those that are fixed, or the first with what was left as it is. */
export async function settleTexts(
  fixable: Fixable,
  options: FixOptions,
  context: Context,
  asker?: Asker,
  prove?: ProveTexts,
): Promise<readonly FixedFile[]> {
  const { path, texts } = fixable;
  const secrets = fixable.secrets?.() ?? [];
  const named = namedRules(options);
  // What is proven needs not be named.
  const allowed = prove === undefined ? applicabilities(options) : everyClass;
  const plan = (accept?: (fix: PlacedFix) => boolean) =>
    withinTime(planMs, path, () => fixTexts(fixable, { allowed, ...(named && { named }), ...(accept && { accept }) }));
  let project = plan();
  let wanted: ReadonlySet<string> | undefined;
  const offers = [...project].flatMap(([file, fixed]) => offersOf(file, fixed, {}, secrets));
  if (asker !== undefined && offers.length > 0) {
    const chosen = await asker.choose(
      offers.filter((one, at) => offers.findIndex(({ key }) => key === one.key) === at),
    );
    wanted = chosen;
    project = plan(({ key }) => chosen.has(key));
  }
  const tried = new Set([...project.values()].flatMap(({ applied }) => applied.map(({ key }) => key)));
  // Nothing to prove starts nothing.
  const proven = tried.size === 0 ? undefined : await prove?.((keys) => plan(({ key }) => keys.has(key)), tried);
  if (proven !== undefined) project = plan(({ key }) => proven.kept.has(key));
  const becameOf = (key: string): Pick<FixOutcome, "outcome" | "reason"> | undefined =>
    wanted?.has(key) === false ? { outcome: "not-tried", reason: "not wanted" } : proven?.broke.get(key);
  const others = (file: string) =>
    offers.flatMap((one) => {
      const { rule, title, applicability, line, key } = one;
      const became = one.file === file ? becameOf(key) : undefined;
      return became === undefined ? [] : [{ rule, title, applicability, line, key, ...became }];
    });
  const files = [...project].map(([file, fixed]) => ({
    file,
    fixed,
    shown: fixedFile(file, texts.get(file) ?? "", { fixed, ...provenOf(fixed, proven) }, others(file), secrets),
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
  const told = files.filter(({ shown }, at) => shown.changed || shown.fixes.length > 0 || at === 0);
  return told.map(({ shown }) => (shown.changed ? { ...shown, written: isWritten } : shown));
}

const everyClass = ["safe", "proven", "suggested"] as const;

function provenOf(fixed: FixedText, proven: ProvenKeys | undefined): Partial<Parameters<typeof fixedFile>[2]> {
  if (proven === undefined) return {};
  const outcomes = outcomesOf(fixed).map((one) =>
    one.outcome === "applied" ? { ...one, reason: "the project behaves the same with it" } : one,
  );
  return { outcomes, proof: proven.proof };
}

/** All files of a project, or none. */
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

/** All of them, or what was written is taken back. */
export async function writeAll(
  files: readonly { readonly file: string; readonly before: string; readonly after: string }[],
  { cwd }: Pick<Context, "cwd">,
): Promise<void> {
  const done: (typeof files)[number][] = [];
  try {
    for (const one of files) {
      await writeBack(resolve(cwd, one.file), one.file, one.before, one.after);
      done.push(one);
    }
  } catch (error) {
    // Half of a project's fixes may be refused by compose where the whole is not.
    for (const { file, before, after } of done) await writeBack(resolve(cwd, file), file, after, before);
    throw error;
  }
}
