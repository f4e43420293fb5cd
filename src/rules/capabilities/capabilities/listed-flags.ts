import type { Evidence } from "../../../domain/finding/finding.ts";
import type { Span } from "../../../domain/finding/span.ts";
import type { RunFlag, RunLine, RunLines } from "../../../domain/dockerfile/run-line.ts";

/** Whole commands and fragments: where a flag is judged by itself. */
export function flagsOf({ lines }: RunLines, ...names: readonly string[]): { line: RunLine; flag: RunFlag }[] {
  return lines.flatMap((line) =>
    line.kind === "pull" ? [] : line.flags.filter(({ name }) => names.includes(name)).map((flag) => ({ line, flag })),
  );
}

/** The setting a flag makes, as evidence. */
export function setting(flag: RunFlag): Evidence {
  return { kind: "setting", pointer: `--${flag.name}`, value: flag.value ?? "true" };
}

/** From the flag to the word behind it, so that a continued line keeps its shape. */
export function spanWithGap({ text }: RunLines, flag: RunFlag): Span {
  const gap = /^(?:[ \t]|\\[ \t]*\r?\n)*/.exec(text.slice(flag.span.end))?.[0] ?? "";
  return { start: flag.span.start, end: flag.span.end + gap.length };
}
