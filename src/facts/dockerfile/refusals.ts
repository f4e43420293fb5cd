import type { Span } from "../../domain/finding/span.ts";
import type { FaultKind } from "../../formats/dockerfile/refusal.ts";

/** Why Docker refuses a text as a Dockerfile. The first is the one that Docker reports. */
export interface RefusalsFact {
  readonly file: string;
  readonly text: string;
  readonly refusals: readonly {
    readonly problem: string;
    readonly span: Span;
    readonly kind?: FaultKind;
  }[];
}
