import type { ShellCommand, ShellWord } from "../facts/dockerfile.ts";
import { argumentsOf, programOf } from "./runs.ts";

/** Something of every command that `modeChange` knows. */
export const setsMode = /chmod|\s-\w*m\b|--mode/;

/** Modes that files get: of chmod, `install -m` and `mkdir -m`. */
export interface ModeChange {
  readonly program: string;
  readonly mode: ShellWord;
  /** Without options. */
  readonly paths: readonly ShellWord[];
  readonly recursive: boolean;
}

export function modeChange(command: ShellCommand): ModeChange | undefined {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command);
  if (program === "chmod") {
    // `-x` and `-w,o+r` are modes, `-R` and `-v` options.
    const plain = args.filter(({ text }) => !/^-([Rcfv]+$|-)/.test(text));
    const [mode, ...paths] = plain;
    const recursive = args.some(({ text }) => /^(-[cfv]*R[cfvR]*|--recursive)$/.test(text));
    return mode && { program, mode, paths, recursive };
  }
  if (program !== "install" && program !== "mkdir") return undefined;
  const at = args.findIndex(({ text }) => /^-[a-zA-Z]*m$|^--mode$/.test(text));
  const inline = args.find(({ text }) => text.startsWith("--mode="));
  const mode =
    inline === undefined ? args[at === -1 ? args.length : at + 1] : { ...inline, text: inline.text.slice(7) };
  return (
    mode && {
      program,
      mode,
      paths: args.filter((word) => !word.text.startsWith("-") && word !== mode),
      recursive: false,
    }
  );
}

/** Bits of an octal mode, or undefined when it is none. */
export function octal(mode: string): number | undefined {
  return /^[0-7]{3,5}$/.test(mode) ? Number.parseInt(mode, 8) : undefined;
}
