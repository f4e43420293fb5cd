import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";

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
    if (/^(--remote-name|-[a-zA-NP-Z#]*O[a-zA-Z#]*)$/.test(arg)) return lastPart(url);
  }
  return undefined;
}

function wgetFile(args: readonly string[], url: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:--output-document=|-[a-zA-NP-Z]*O)(.+)$/s.exec(arg)?.[1];
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

/** Compares a download with a checksum or a signature. */
export function verifies(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  if (/^((sha\d*|md5|b2)sum|shasum|gpgv?2?|minisign|cosign|signify|rpmkeys|slsa-verifier|gh)$/.test(program))
    return true;
  return program === "openssl" && argumentsOf(command).some(({ text }) => /^(dgst|sha\d+|cms|smime)$/.test(text));
}

const interpreters = /^((ba|da|a|z|k)?sh|python(\d(\.\d+)?)?|perl|ruby|node|php|source|\.)$/;

/** Files that commands run, `sh FILE` and `./FILE`, with the last command that does. */
export function executedFiles(commands: readonly ShellCommand[]): ReadonlyMap<string, ShellCommand> {
  const filesByPath = new Map<string, ShellCommand>();
  for (const command of commands) {
    const [first] = command.words;
    // A bare word is looked for in PATH.
    if (first?.text.includes("/") === true) filesByPath.set(plainPath(first.text), command);
    if (!interpreters.test(programOf(command) ?? "")) continue;
    const script = argumentsOf(command).find(({ text }) => !text.startsWith("-"));
    if (script !== undefined) filesByPath.set(plainPath(script.text), command);
  }
  return filesByPath;
}

export function plainPath(file: string): string {
  return file.replace(/^\.\//, "");
}
