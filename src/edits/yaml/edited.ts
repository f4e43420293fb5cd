import type { DataChange } from "../../domain/container-spec/data-change.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { YamlEdit } from "./tokens.ts";
import type { NotEdited } from "./yaml-text.ts";

interface Done {
  readonly edits: readonly YamlEdit[];
  readonly changes: readonly Omit<DataChange, "file">[];
}

/** Edits of one text, and what they make of its data; the file is named by whoever asks for them. */
export type Edited = Done | NotEdited;

/** The same as edits of a file. */
export function inFile(
  file: string,
  { edits, changes }: Done,
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
