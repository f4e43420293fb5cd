import { dirname, resolve } from "node:path";
import type { Edit } from "../../domain/finding/fix.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { lineEdits } from "../../fixes/line-edits.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { Context } from "../context.ts";
import { configFor } from "../settings/settings.ts";
import { fixStdin } from "../verbs/fix/fix-files.ts";
import { fixTexts, type Fixable } from "../fix-plan/fix-texts.ts";
import { parseProblem } from "../fix-plan/parse-problem.ts";
import { planMs } from "../fixes/settle-texts.ts";
import type { CheckedBuffer } from "./check-buffer.ts";

/** Milliseconds for the diff of a text with its fixed version. */
const compareMs = 1_000;

/** The safe fixes of a text, each applicable alone. */
export function safeFixes({ kind, file, checked }: CheckedBuffer, text: string): readonly FixCandidate[] {
  return checked.run.fixes.filter(
    ({ fix }) =>
      fix.applicability === "safe" &&
      fix.edits.every((edit) => edit.file === file) &&
      (kind !== "dockerfile" || parseProblem(text, applyEdits(text, fix.edits)) === undefined),
  );
}

/** The edits that `fix` would make to the file; empty without changes. Throws `Failure`. */
export async function fixAll(
  buffer: CheckedBuffer,
  text: string,
  session: Context,
): Promise<readonly Omit<Edit, "file">[]> {
  const { file } = buffer;
  const fixed = await fixedText(buffer, text, { ...session, targets: ["."] });
  return fixed === undefined ? [] : withinTime(compareMs, file, () => lineEdits(text, fixed));
}

async function fixedText({ kind, file, found }: CheckedBuffer, text: string, session: Context) {
  if (kind === "dockerfile" || kind === "document") {
    const options = { write: false, proven: false, suggested: false, measure: false };
    const { files } = await fixStdin(text, file, options, session, kind);
    return files[0]?.text;
  }
  // Edits for the evaluated version, whatever was typed since.
  const buffers = new Map<string, string>([...(session.buffers ?? []), [resolve(session.cwd, file), text]]);
  const context: Context = { ...session, buffers };
  const fixable =
    kind === "compose"
      ? await (await import("../fixes/settle-project.ts")).openFixableProject(found, context)
      : await (
          await import("../fixes/settle-deployment.ts")
        ).openFixableDeployment(kind, { path: file, text, config: await configFor(dirname(file), context) }, context);
  const fixed = withinTime(planMs, file, () => fixTexts(within(fixable, file), { allowed: ["safe"] }));
  return fixed.get(file)?.text;
}

/** Kinds whose fixes change one file alone: an editor's command changes only the shown text. */
function within(fixable: Fixable, file: string): Fixable {
  return {
    ...fixable,
    judge(texts) {
      const checked = fixable.judge(texts);
      const fixes = checked.run.fixes.filter(({ fix }) => fix.edits.every((edit) => edit.file === file));
      return { ...checked, run: { ...checked.run, fixes } };
    },
  };
}
