import type { DataChange } from "../../domain/container/data-change.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { YamlEdit } from "./tokens.ts";
import type { NotEdited } from "./yaml-text.ts";

interface EditedText {
  readonly edits: readonly YamlEdit[];
  readonly changes: readonly Omit<DataChange, "file">[];
}

/** Edits of one text, and the changes of its data; the caller names the file. */
export type Edited = EditedText | NotEdited;

/** The same as edits of a file. */
export function inFile(
  file: string,
  { edits, changes }: EditedText,
): { readonly edits: readonly Edit[]; readonly data: readonly DataChange[] } {
  return {
    edits: edits.map(({ start, end, text, slot }) => ({
      file,
      span: { start, end },
      text,
      ...(slot !== undefined && { slot }),
    })),
    data: changes.map((change) => ({ file, ...change })),
  };
}
