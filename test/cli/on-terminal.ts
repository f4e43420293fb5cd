import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { program } from "./program.ts";
import { root } from "./run-cli.ts";

/** Python's standard library has pseudo-terminals; Node's has not. */
export const hasTerminal = spawnSync("python3", ["-c", "import pty"]).status === 0;

/** `hullproof` on a terminal, with what the terminal shows; `env` beside that of this process, which is no CI then. */
export function onTerminal(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}, keys = "") {
  // Nor is it called by npx, as the tests may be.
  const { CI: _, npm_command: __, ...env } = process.env;
  const words = [join(root, "test/cli/on-terminal.py"), keys, process.execPath, program, ...args];
  const { status, stdout } = spawnSync("python3", words, {
    cwd,
    env: { ...env, NO_COLOR: "1", TERM: "xterm", LC_ALL: "C.UTF-8", ...more },
    encoding: "utf8",
  });
  return { code: status, shown: stdout.replaceAll("\r\n", "\n") };
}

/** `hullproof fix --interactive` on a terminal, one of `keys` at each question; `shown` is all that the terminal shows. */
export function fixOnTerminal(keys: string, cwd: string, ...more: string[]): { code: number | null; shown: string } {
  const words = [process.execPath, program, "fix", "--interactive", ...more];
  const { NO_COLOR: _, ...env } = process.env;
  const { status, stdout } = spawnSync("python3", [join(root, "test/cli/on-terminal.py"), keys, ...words], {
    cwd,
    env: { ...env, TERM: "xterm", LC_ALL: "C.UTF-8" },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, shown: stdout };
}
