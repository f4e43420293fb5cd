import type { DataChange } from "../container/data-change.ts";
import type { Span, TextLocation } from "./span.ts";

/**
 * - `safe`: holds by construction, applied by default.
 * - `proven`: applied only after both versions were built, run and compared.
 * - `suggested`: shown, applied only on request by name.
 */
export type Applicability = "safe" | "proven" | "suggested";

/** Replace the text at `span` of `file`; `span` refers to the unedited text. */
export interface Edit {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
  /** Of an insertion next to which others may be in any order, but none with this name. */
  readonly slot?: string;
}

/** The same for a reader without the text: everything at the place is replaced. */
export interface PlacedEdit extends TextLocation {
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly applicability: Applicability;
  /** Why it is proven where the text might have let it be safe. */
  readonly doubt?: string;
  /** Applied together or not at all. */
  readonly edits: readonly [Edit, ...Edit[]];
  /**
   * The declared changes of the image: path prefixes, settings as `config: Cmd`, and `removed: PREFIX` where files below may
   * go but not change. Everything else must stay equal.
   */
  readonly delta?: readonly string[];
  /** Of YAML: the changes of the files' data. Everything else must stay equal, in the merged model too. */
  readonly data?: readonly DataChange[];
  /** Outside Dockerfiles: comments that the edits remove, each from its mark to its end. All others must stay, in their order. */
  readonly comments?: readonly { readonly file: string; readonly text: string }[];
}
