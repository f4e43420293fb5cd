import type { At } from "./at.ts";
import type { Cell } from "./cell.ts";
import { projectAt } from "./project.ts";
import { broken, failed } from "./refusals.ts";

/** The project's own tests in its clone there, once its set-up has installed what this release has of the programs that tests start. */
export async function ownTests(at: At, words: readonly string[], timeoutMs: number): Promise<Cell> {
  const project = await projectAt(at);
  if ("cell" in project) return project.cell;
  const ready = await project.node(["scripts/setup.mjs", "test"], 20 * 60_000);
  if (ready.code !== 0) return failed(ready);
  const ended = await project.node(words, timeoutMs);
  if (ended.code === 0) return { verdict: "works" };
  const names = new Set((ended.stdout + ended.stderr).match(/^ *FAIL .*$/gm)?.map((line) => line.trim()));
  return names.size === 0 ? failed(ended) : broken([...names].join("; "));
}
