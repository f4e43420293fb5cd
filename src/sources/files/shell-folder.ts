import { statSync } from "node:fs";

/**
 * The current folder as the shell calls it, links in it: `pwd` where that leads to this very folder, else `cwd`. Programs in Go call it so (os.Getwd), docker compose
 * among them.
 */
export function shellFolder(cwd: string, pwd: string | undefined): string {
  if (pwd?.startsWith("/") !== true) return cwd;
  const [cwdStats, shell] = [cwd, pwd].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return cwdStats !== undefined && cwdStats.dev === shell?.dev && cwdStats.ino === shell.ino ? pwd : cwd;
}
