import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import { urlPattern } from "./downloads.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";

/** Commands of a pipe that are looked at on the way from a download to what reads it. */
const longest = 20;
const fetches = /^(curl|wget|aria2c|lynx|fetch|http|https|xh)$/;
const interprets = /^((ba|da|a|z|k)?sh|python(\d(\.\d+)?)?|perl|ruby|node|php)$/;

/** Reported as a pipe into an interpreter. */
export function intoInterpreter(commands: readonly ShellCommand[], index: number): boolean {
  for (let at = index + 1; at <= index + longest; at++) {
    const command = commands[at];
    if (command?.after !== "|") return false;
    if (interprets.test(programOf(command) ?? "")) return true;
  }
  return false;
}

/** Span of the curl or wget at the start of the pipe that ends in this interpreter. */
export function pipedFrom(commands: readonly ShellCommand[], index: number): Span | undefined {
  const command = commands[index];
  if (command?.after !== "|" || !interprets.test(programOf(command) ?? "") || readsOwnScript(command)) return undefined;
  for (let at = index - 1; at >= Math.max(0, index - longest); at--) {
    const earlier = commands[at];
    if (earlier === undefined) return undefined;
    if (fetchesCode(earlier)) return earlier.span;
    if (earlier.after !== "|") return undefined;
  }
  return undefined;
}

/** `... | python -c CODE`, `| python -m json.tool` and `| sh script.sh` read data, not code. */
function readsOwnScript(command: ShellCommand): boolean {
  const [first, ...rest] = argumentsOf(command).map(({ text }) => text);
  if (first === undefined || first === "-" || first === "/dev/stdin") return false;
  if (programOf(command)?.endsWith("sh") === true)
    return /^-[a-z]*c$/.test(first) || (!first.startsWith("-") && !first.startsWith("+"));
  return (
    !first.startsWith("-") || /^-([cm]$|[a-zA-Z0-9]*[enp]$)/.test(first) || rest.some((word) => !word.startsWith("-"))
  );
}

/** `bash -c "$(curl ...)"`, `sh <(wget ...)` */
export function substituted(command: ShellCommand): Span | undefined {
  if (!/^((ba|da|a|z|k)?sh|eval|source|\.)$/.test(programOf(command) ?? "")) return undefined;
  return command.words.find(({ text }) => /(\$\(|<\(|`)\s*(sudo\s+)?(curl|wget)\b/.test(text))?.span;
}

/** Also `php -r "readfile('https://...')"`. */
function fetchesCode(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  const name = program.slice(program.lastIndexOf("/") + 1);
  return (
    fetches.test(name) || (interprets.test(name) && argumentsOf(command).some(({ text }) => urlPattern.test(text)))
  );
}
