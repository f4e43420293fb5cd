import { diffLines } from "diff";
import type { Edit } from "../domain/finding/fix.ts";

/** Edits by whole lines that make `after` of `before`. */
export function lineEdits(before: string, after: string): readonly Omit<Edit, "file">[] {
  const edits: Omit<Edit, "file">[] = [];
  let at = 0;
  let open: { start: number; end: number; text: string } | undefined;
  const close = () => {
    if (open !== undefined) edits.push({ span: { start: open.start, end: open.end }, text: open.text });
    open = undefined;
  };
  for (const { added, removed, value } of diffLines(before, after)) {
    if (!added && !removed) {
      close();
      at += value.length;
      continue;
    }
    open ??= { start: at, end: at, text: "" };
    if (added) open.text += value;
    else {
      at += value.length;
      open.end = at;
    }
  }
  close();
  return edits;
}
