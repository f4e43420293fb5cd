import type { BasesFact } from "./bases.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import type { Span } from "../domain/span.ts";

/** One `$NAME` or `${NAME...}` in a place that Docker itself expands (not in a RUN, whose shell does it). */
export interface VariableUse {
  readonly name: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** Index of the stage; undefined before the first FROM and in FROM itself, where only global ARGs count. */
  readonly stage?: number;
  /** `${A:-x}`, `${A:+x}`: what is used when it is unset is written down. */
  readonly guarded: boolean;
  readonly defined: boolean;
  /** A defined name one edit away, if any. */
  readonly suggestion?: string;
}

export interface VariablesFact {
  readonly uses: readonly VariableUse[];
  /** `text` of the instruction after expansion as Docker does it; undefined when a value is known only to the build. */
  expand(instruction: Instruction, text: string): string | undefined;
  /** Value that an ARG or ENV has where the instruction stands; undefined when it has none or only the build knows it. */
  valueOf(instruction: Instruction, name: string): string | undefined;
}

export function variablesFact(_dockerfile: DockerfileFact, _bases: BasesFact): VariablesFact {
  return { uses: [], expand: () => undefined, valueOf: () => undefined };
}
