import type { SourceNote } from "../../domain/advisory/source-note.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";

/** A form in which advisories or facts about vulnerabilities are published. A new one is a new file in `formats/`. */
export interface AdvisoryFormat {
  readonly name: string;
  readonly title: string;
  /** Sources that its statements name. */
  readonly sources: readonly SourceNote[];
  /**
   * Reads one value of JSON, YAML or front matter; undefined when it is not of this form. Some sources keep a number or a list's name only in
   * `path`. Never throws because of the value: an unreadable one is `malformed`.
   */
  readonly value?: (value: Readonly<Record<string, unknown>>, path: string) => Iterable<Parsed> | undefined;
  /** As `value`, for other texts. */
  readonly text?: (text: string, path: string) => Iterable<Parsed> | undefined;
}
