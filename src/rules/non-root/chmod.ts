import type { DockerfileFact, ShellCommand, ShellWord } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { mayCall } from "../../facts/dockerfile/programs.ts";
import { runBodies } from "../../facts/dockerfile/run-commands.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";

/** Modes that files get: of chmod, `install -m` and `mkdir -m`. */
export interface ModeChange {
  readonly program: string;
  readonly mode: ShellWord;
  /** Without options. */
  readonly paths: readonly ShellWord[];
  readonly recursive: boolean;
}

/** Those of all RUNs, triggers included. */
export const modeChanges = oncePer((dockerfile: DockerfileFact) =>
  (mayCall(dockerfile, "chmod", "install", "mkdir") ? runBodies(dockerfile) : []).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const change = modeChange(command);
      return change === undefined ? [] : [{ command, change }];
    }),
  ),
);

function modeChange(command: ShellCommand): ModeChange | undefined {
  const program = programOf(command);
  if (program !== "chmod" && program !== "install" && program !== "mkdir") return undefined;
  const args = argumentsOf(command);
  if (program === "chmod") {
    // `-x` and `-w,o+r` are modes, `-R` and `-v` options.
    const plain = args.filter(({ text }) => !/^-([Rcfv]+$|-)/.test(text));
    const [mode, ...paths] = plain;
    const recursive = args.some(({ text }) => /^(-[cfv]*R[cfvR]*|--recursive)$/.test(text));
    return mode && { program, mode, paths, recursive };
  }
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

/** Bits of an octal mode, or undefined when it is not one. */
export function octal(mode: string): number | undefined {
  return /^[0-7]{3,5}$/.test(mode) ? Number.parseInt(mode, 8) : undefined;
}
