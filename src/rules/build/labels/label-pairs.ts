import type { Span } from "../../../domain/finding/span.ts";
import type { DockerfileFact, Instruction, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword, type Placed } from "../../../facts/dockerfile/by-keyword.ts";
import { oncePer } from "../../../text/once-per.ts";

export interface LabelPair {
  readonly key: string;
  /** Without quotes, not expanded. */
  readonly value: string;
  readonly span: Span;
  readonly instruction: Instruction;
  readonly stage: Stage;
}

/** Labels that the stages set, in order; also of the old form, `LABEL name all of the rest`. */
export const labelsOf = oncePer((dockerfile: DockerfileFact): readonly LabelPair[] =>
  ofKeyword(dockerfile, "LABEL").flatMap(pairsOf),
);

function pairsOf({ stage, instruction }: Placed): LabelPair[] {
  const { words, args, argsSpan } = instruction;
  const [first] = words;
  if (first === undefined) return [];
  if (!first.text.includes("=")) {
    const value = args.slice(first.span.end - argsSpan.start).trim();
    return [{ key: asShellWord(first.text), value: asShellWord(value), span: first.span, instruction, stage }];
  }
  return words.map(({ text, span }) => {
    const equals = equalsOf(text);
    return {
      key: asShellWord(text.slice(0, equals)),
      value: asShellWord(text.slice(equals + 1)),
      span,
      instruction,
      stage,
    };
  });
}

/** The `=` behind the name; a quoted name may hold one itself. */
function equalsOf(text: string): number {
  const quoted = /^(["'])(?:(?!\1).)*\1/s.exec(text)?.[0].length ?? 0;
  const equals = text.indexOf("=", quoted);
  return equals === -1 ? text.length : equals;
}

/** As the shell would: quotes go, and an escaped character stands for itself. */
function asShellWord(text: string): string {
  return text.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\$])/g, "$1") ?? escaped ?? "",
  );
}
