import { statSync } from "node:fs";

/**
 * The current folder in the shell's spelling, possibly with links: `pwd` if it leads to the current folder, else
 * `cwd`. Go programs use it (os.Getwd), including docker compose.
 */
export function shellFolder(cwd: string, pwd: string | undefined): string {
  if (pwd?.startsWith("/") !== true) return cwd;
  const [cwdStats, shell] = [cwd, pwd].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return cwdStats !== undefined && cwdStats.dev === shell?.dev && cwdStats.ino === shell.ino ? pwd : cwd;
}
