import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { program } from "./program.ts";
import { root } from "./run-cli.ts";

export type ScreenStep =
  | readonly ["wait" | "gone" | "keys", string]
  | readonly ["size", number, number]
  | readonly ["signal", number];

export interface OnScreen {
  /** Everything that the terminal got. */
  readonly shown: string;
  /** Negative: the signal that ended it. */
  readonly code: number;
  /** The terminal's settings are as they were (termios(3)). */
  readonly same: boolean;
}

/** `hullproof`, or another command, on a terminal of 100 columns and 30 rows, while `steps` are done one after the other. */
export async function onScreen(
  args: readonly string[],
  cwd: string,
  steps: readonly ScreenStep[],
  env: NodeJS.ProcessEnv = {},
  command: readonly string[] = [process.execPath, program],
): Promise<OnScreen> {
  const { CI: _, ...own } = process.env;
  const words = [join(root, "test/cli/on-screen.py"), JSON.stringify(steps), ...command, ...args];
  const child = spawn("python3", words, {
    cwd,
    env: { ...own, NO_COLOR: "1", TERM: "xterm-256color", LC_ALL: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === "") throw new Error(err);
  return JSON.parse(out) as OnScreen;
}
