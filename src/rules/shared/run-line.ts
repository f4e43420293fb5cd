import type { Evidence } from "../../domain/finding/finding.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { RunFlag, RunLine, RunLinesFact } from "../../facts/container-spec/run-lines.ts";

/** Lines that are asked for what they lack: whole commands that start a service, all of whose flags are known. */
export function services({ lines }: RunLinesFact): readonly RunLine[] {
  return lines.filter((line) => line.kind === "command" && line.service && !line.unknownFlags);
}

/** Whole commands and fragments: where a flag is judged by itself. */
export function flagsOf({ lines }: RunLinesFact, ...names: readonly string[]): { line: RunLine; flag: RunFlag }[] {
  return lines.flatMap((line) =>
    line.kind === "pull" ? [] : line.flags.filter(({ name }) => names.includes(name)).map((flag) => ({ line, flag })),
  );
}

/** A switch is on unless it says `=false`. */
export function isOn(line: RunLine, name: string): boolean {
  const last = line.flags.findLast((flag) => flag.name === name);
  return last !== undefined && !/^(?:false|f|0)$/i.test(last.value ?? "");
}

export function has(line: RunLine, ...names: readonly string[]): boolean {
  return line.flags.some((flag) => names.includes(flag.name));
}

export function valuesOf(line: RunLine, name: string): readonly string[] {
  return line.flags.filter((flag) => flag.name === name).map((flag) => flag.value ?? "");
}

/** The setting a flag makes, as evidence. */
export function setting(flag: RunFlag): Evidence {
  return { kind: "setting", pointer: `--${flag.name}`, value: flag.value ?? "true" };
}

/** What the line does not set, as evidence. */
export function unset(name: string): Evidence {
  return { kind: "setting", pointer: `--${name}`, value: "not set" };
}

export interface ListedName {
  readonly text: string;
  readonly span: Span;
}

/** Names of a comma list, each at its own place; the whole value when quoting hides the places. */
export function listed({ text }: RunLinesFact, flag: RunFlag): readonly ListedName[] {
  const { value = "", valueSpan = flag.span } = flag;
  const exact = text.slice(valueSpan.start, valueSpan.end) === value;
  let at = valueSpan.start;
  return value.split(",").map((name) => {
    const span = exact ? { start: at, end: at + name.length } : valueSpan;
    at += name.length + 1;
    return { text: name, span };
  });
}

/** Shown, never applied unasked: nothing has yet shown that the container works with it. */
export function addFlag({ file }: RunLinesFact, { insertAt }: RunLine, flag: string): Fix {
  const edit = { file, span: { start: insertAt, end: insertAt }, text: ` ${flag}` };
  return { title: `Add ${flag}`, applicability: "suggested", edits: [edit] };
}

/** From the flag to the word behind it, so that a continued line keeps its shape. */
export function spanWithGap({ text }: RunLinesFact, flag: RunFlag): Span {
  const gap = /^(?:[ \t]|\\[ \t]*\r?\n)*/.exec(text.slice(flag.span.end))?.[0] ?? "";
  return { start: flag.span.start, end: flag.span.end + gap.length };
}
