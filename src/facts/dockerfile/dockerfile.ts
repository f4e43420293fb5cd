import type { Span } from "../../domain/finding/span.ts";
import type { ParsedDockerfile } from "../../domain/dockerfile/parsed-dockerfile.ts";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";

// The parsed source is part of the fact: a rule imports its types from here and knows no source.
export type { Instruction, InstructionFlag, ShellCommand, ShellWord } from "../../domain/dockerfile/syntax.ts";

export interface BaseReference {
  readonly span: Span;
  readonly text: string;
  readonly kind: "image" | "stage" | "scratch" | "unresolved";
  /** `docker.io/library/python` is kept as written: `python`. */
  readonly name?: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly tagSpan?: Span;
}

export interface Stage {
  readonly index: number;
  readonly name?: string;
  readonly base: BaseReference;
  readonly from: Instruction;
  /** Without FROM. */
  readonly instructions: readonly Instruction[];
  /** The last stage, or one that it is built from. */
  readonly reachesTarget: boolean;
  readonly final: boolean;
}

export interface DockerfileFact extends ParsedDockerfile {
  readonly stages: readonly Stage[];
}
