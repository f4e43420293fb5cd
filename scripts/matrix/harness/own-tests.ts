import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
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
  // A cell has no room for the reasons, and a second run takes as long again.
  const log = join(at.lab.cache, `${at.row.name}-tests.log`);
  await writeFile(log, ended.stdout + ended.stderr);
  at.lab.say(`what the tests said: ${log}`);
  if (ended.code === 0) return { verdict: "works" };
  const names = failedTests(ended.stdout + ended.stderr);
  return names.length === 0 ? failed(ended) : broken(names.join("; "));
}

/** `test/a.test.ts: what it shows`, of a test run's output; a file that did not start has the file's name alone. */
export function failedTests(text: string): string[] {
  const plain = stripVTControlCharacters(text);
  const lines = [...plain.matchAll(/^ *FAIL +(?:\|[\w-]+\| +)?(\S+)(?: > (.+)| \[.*)?$/gm)];
  return [...new Set(lines.map(([, file, name]) => (name === undefined ? `${file}` : `${file}: ${name.trim()}`)))];
}
