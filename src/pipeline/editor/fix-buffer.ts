import type { Edit } from "../../domain/finding/fix.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { lineEdits } from "../../fixes/line-edits.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { Context } from "../context.ts";
import { fixStdin } from "../fix/fix-files.ts";
import { parseProblem } from "../fix/parse-problem.ts";
import type { CheckedBuffer } from "./check-buffer.ts";

/** Milliseconds for comparing a text with its fixed version. */
const compareMs = 1_000;

/** The safe fixes of a text that was judged, each of which can be made alone. */
export function safeFixes({ kind, file, checked }: CheckedBuffer, text: string): readonly FixCandidate[] {
  return checked.run.fixes.filter(
    ({ fix }) =>
      fix.applicability === "safe" &&
      fix.edits.every((edit) => edit.file === file) &&
      (kind !== "dockerfile" || parseProblem(text, applyEdits(text, fix.edits)) === undefined),
  );
}

/** What makes of a text what `fix` makes of its file; no edits where that changes nothing. Throws `Failure`. */
export async function fixAll(
  { kind, file }: CheckedBuffer,
  text: string,
  session: Context,
): Promise<readonly Omit<Edit, "file">[]> {
  if (kind !== "dockerfile" && kind !== "document") return [];
  const options = { write: false, proven: false, suggested: false, measure: false };
  const { files } = await fixStdin(text, file, options, { ...session, targets: ["."] }, kind);
  const fixed = files[0]?.text;
  return fixed === undefined ? [] : withinTime(compareMs, file, () => lineEdits(text, fixed));
}
