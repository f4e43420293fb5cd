import type { ShellCommand } from "../facts/dockerfile.ts";
import type { Span } from "../domain/span.ts";
import { argumentsOf, programOf } from "./runs.ts";

export const urlPattern = /(https?|ftp):\/\/[^\s"'`)]+/;
const local = /^\w+:\/\/(localhost|127\.|\[::1|host\.docker\.internal)/;

/** One file that curl or wget gets. */
export interface Download {
  readonly command: ShellCommand;
  readonly url: string;
  /** Where it is written; undefined for standard output and for names that only the server knows. */
  readonly file?: string;
}

export function downloadOf(command: ShellCommand): Download | undefined {
  const program = programOf(command);
  if (program !== "curl" && program !== "wget") return undefined;
  const args = argumentsOf(command).map(({ text }) => text);
  const url = args.map((arg) => urlPattern.exec(arg)?.[0]).find((found) => found !== undefined);
  if (url === undefined || local.test(url)) return undefined;
  const file = program === "curl" ? curlFile(args, url) : wgetFile(args, url);
  return { command, url, ...(file === undefined || file === "-" ? {} : { file }) };
}

function curlFile(args: readonly string[], url: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:--output=|-o)(.+)$/.exec(arg)?.[1];
    if (inline !== undefined) return inline;
    if (/^(--output|-[a-zA-Z#]*o)$/.test(arg)) return args[index + 1];
    if (/^(--remote-name|-[a-zA-Z#]*O[a-zA-Z#]*)$/.test(arg)) return lastPart(url);
  }
  return undefined;
}

function wgetFile(args: readonly string[], url: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:--output-document=|-[a-zA-Z]*O)(.+)$/.exec(arg)?.[1];
    if (inline !== undefined) return inline;
    if (/^(--output-document|-[a-zA-Z]*O)$/.test(arg)) return args[index + 1];
  }
  return lastPart(url);
}

function lastPart(url: string): string | undefined {
  const path = url.replace(/[?#].*$/s, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "" ? undefined : name;
}

/** Compares what came with what was meant: a checksum or a signature. */
export function verifies(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  if (/^((sha\d*|md5|b2)sum|shasum|gpgv?2?|minisign|cosign|signify|rpmkeys|slsa-verifier|gh)$/.test(program))
    return true;
  return program === "openssl" && argumentsOf(command).some(({ text }) => /^(dgst|sha\d+|cms|smime)$/.test(text));
}

const interpreters = /^((ba|da|a|z|k)?sh|python(\d(\.\d+)?)?|perl|ruby|node|php|source|\.)$/;

/** Files that commands run, `sh FILE` and `./FILE`, with the last command that does. */
export function executedFiles(commands: readonly ShellCommand[]): ReadonlyMap<string, ShellCommand> {
  const found = new Map<string, ShellCommand>();
  for (const command of commands) {
    const [first] = command.words;
    // A bare word is looked for in PATH.
    if (first?.text.includes("/") === true) found.set(plainPath(first.text), command);
    if (!interpreters.test(programOf(command) ?? "")) continue;
    const script = argumentsOf(command).find(({ text }) => !text.startsWith("-"));
    if (script !== undefined) found.set(plainPath(script.text), command);
  }
  return found;
}

export function plainPath(file: string): string {
  return file.replace(/^\.\//, "");
}

/** Commands of a pipe that are looked at on the way from a download to what reads it. */
const longest = 20;
const fetches = /^(curl|wget|aria2c|lynx|fetch|http|https|xh)$/;
const interprets = /^((ba|da|a|z|k)?sh|python(\d(\.\d+)?)?|perl|ruby|node|php)$/;

/** Told as a pipe into an interpreter. */
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
