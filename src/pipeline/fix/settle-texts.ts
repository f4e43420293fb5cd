import { resolve } from "node:path";
import type { FixedFile } from "../../domain/report/fix-report.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { Asker } from "./asker.ts";
import { fixTexts, type Fixable } from "./fix-texts.ts";
import { applicabilities, namedRules, type FixOptions } from "./fix-options.ts";
import type { PlacedFix } from "./fix.ts";
import { fixedFile, offersOf } from "./fixed-file.ts";
import { writeBack } from "./write-back.ts";

/** For all rounds of one project: each judges it again. */
export const planMs = 8_000;

/** Fixes of texts that belong together: of their files those that are fixed, or the first with what was left as it is. */
export async function settleTexts(
  fixable: Fixable,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<readonly FixedFile[]> {
  const { path, texts } = fixable;
  const [allowed, named] = [applicabilities(options), namedRules(options)];
  const plan = (accept?: (fix: PlacedFix) => boolean) =>
    withinTime(planMs, path, () => fixTexts(fixable, { allowed, ...(named && { named }), ...(accept && { accept }) }));
  let project = plan();
  let wanted: ReadonlySet<string> | undefined;
  const offers = [...project].flatMap(([file, fixed]) => offersOf(file, fixed));
  if (asker !== undefined && offers.length > 0) {
    const chosen = await asker.choose(
      offers.filter((one, at) => offers.findIndex(({ key }) => key === one.key) === at),
    );
    wanted = chosen;
    project = plan(({ key }) => chosen.has(key));
  }
  const unwanted = (file: string) =>
    wanted === undefined
      ? []
      : offers
          .filter((one) => one.file === file && wanted.has(one.key) === false)
          .map(({ rule, title, applicability, line, key }) => ({
            rule,
            title,
            applicability,
            line,
            key,
            outcome: "not-tried" as const,
            reason: "not wanted",
          }));
  const files = [...project].map(([file, fixed]) => ({
    file,
    fixed,
    shown: fixedFile(file, texts.get(file) ?? "", { fixed }, unwanted(file)),
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

/** All files of a project, or none. */
async function mayWrite(
  changed: readonly FixedFile[],
  { write }: FixOptions,
  asker: Asker | undefined,
): Promise<boolean> {
  if (changed.length === 0) return false;
  if (asker === undefined || write) return write;
  for (const { file, diff } of changed) if (!(await asker.mayWrite(file, diff))) return false;
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
