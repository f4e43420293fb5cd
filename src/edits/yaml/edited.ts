import type { DataChange } from "../../domain/container-spec/data-change.ts";
import type { YamlEdit } from "./tokens.ts";
import type { NotEdited } from "./yaml-text.ts";

/** Edits of one text, and what they make of its data; the file is named by whoever asks for them. */
export type Edited =
  | { readonly edits: readonly YamlEdit[]; readonly changes: readonly Omit<DataChange, "file">[] }
  | NotEdited;
