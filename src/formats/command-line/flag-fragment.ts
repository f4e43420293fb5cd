import type { RunFlag, RunLine } from "../../domain/dockerfile/run-line.ts";
import type { CodeRegion } from "./code-region.ts";
import { shownWord } from "./expansion.ts";
import { readFlags } from "./read-flags.ts";
import { runFlags } from "./run-flags.ts";
import { shellCommands } from "./shell-commands.ts";

/**
 * Code of a document that lists nothing but flags of `docker run`: "add `--memory=1g` to it". Inline code that names one flag
 * (`--privileged`, `--network=host`) is more often a warning than a request, and counts only where it sets a limit or capability.
 */
export function flagFragment(text: string, region: CodeRegion): RunLine | undefined {
  if (!/^\s*["']?-/.test(region.source)) return undefined;
  const parsed = shellCommands(text, region);
  const words = parsed.commands.flat().toSorted((a, b) => a.span.start - b.span.start);
  const first = words[0];
  const last = words.at(-1);
  if (!parsed.whole || first === undefined || last === undefined) return undefined;
  if (parsed.commands.some((command) => command[0] !== undefined && !command[0].value.startsWith("-")))
    return undefined;
  const read = readFlags(words, runFlags("docker"));
  if (read === undefined || read.rest.length > 0 || read.flags.length === 0) return undefined;
  const long = read.flags.filter((flag) => text.startsWith("--", flag.span.start));
  if (long.length === 0 || (region.form === "inline" && onlyNames(read.flags))) return undefined;
  const span = { start: first.span.start, end: last.span.end };
  return {
    kind: "flags",
    program: "docker",
    span,
    text: text.slice(span.start, span.end),
    sudo: false,
    flags: read.flags,
    args: [],
    service: false,
    ...(read.unknownFlags && { unknownFlags: shownWord(read.unknownFlags) }),
    insertAt: span.start,
  };
}

function onlyNames(flags: readonly RunFlag[]): boolean {
  return (
    flags.every(({ value }) => value === undefined) ||
    (flags.length === 1 && !/^(?:cap-|cpu|memory|pids)/.test(flags[0]?.name ?? ""))
  );
}
