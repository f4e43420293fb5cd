import type { Span } from "../../domain/finding/span.ts";

/** Why Docker does not take a text as a Dockerfile. The first is the one that Docker tells. */
export interface RefusalsFact {
  readonly file: string;
  readonly text: string;
  readonly refusals: readonly {
    readonly problem: string;
    readonly span: Span;
    /** Rules of peers that report this very fault. */
    readonly also: readonly string[];
  }[];
}
