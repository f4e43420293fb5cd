import type { Span } from "../../domain/finding/span.ts";
import type { Instruction } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { withoutEnd } from "../../text/cut.ts";

export interface CopyPath {
  /** Without quotes. */
  readonly text: string;
  readonly span: Span;
}

export interface CopyPaths {
  readonly sources: readonly CopyPath[];
  readonly target: CopyPath;
}

/** Sources and target of a COPY or ADD, in both forms. Undefined when one of the two is missing. */
export const copyPaths = oncePer((copy: Instruction): CopyPaths | undefined => {
  const paths = copy.words.map(({ text, span }, index) => ({ text: copy.json?.[index] ?? withoutQuotes(text), span }));
  const target = paths.pop();
  return target === undefined || paths.length === 0 ? undefined : { sources: paths, target };
});

/** `--from` of a COPY as written, without quotes. */
export function copyFrom(copy: Instruction): { readonly name: string; readonly span: Span } | undefined {
  const flag = copy.flags.find(({ name }) => name === "from");
  return flag?.value === undefined ? undefined : { name: withoutQuotes(flag.value), span: flag.span };
}

export function withoutQuotes(text: string): string {
  return withoutEnd(text.replace(/^["']+/, ""), `"'`);
}
