// What we write is taken by the programs that it is for, also where no engine is there to ask.
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runFlags, type Program } from "../../formats/command-line/run-flags.ts";

const sources = new URL("../../", import.meta.url).pathname;

/** Flags that the sources of a dialect hold as text. */
function flagsIn(pattern: string): readonly string[] {
  const texts = globSync(pattern, { cwd: sources, exclude: (path) => path.endsWith(".test.ts") }).map((path) =>
    readFileSync(`${sources}${path}`, "utf8"),
  );
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/["`]--([a-z0-9-]+)/g)].map(([, flag = ""]) => flag)))];
}

it.each<[Program, string, number]>([
  ["docker", "dialects/run-line/print/*.ts", 50],
  ["docker", "dialects/run-line/emit/docker-*.ts", 1],
  ["podman", "dialects/run-line/**/*.ts", 60],
  ["podman", "dialects/quadlet/**/*.ts", 25],
])("%s knows each flag of %s", (program, pattern, least) => {
  const { flags, aliases } = runFlags(program);
  const written = flagsIn(pattern);
  expect(written.length).toBeGreaterThanOrEqual(least);
  expect(written.filter((flag) => !flags.has(flag) && aliases[flag] === undefined)).toEqual([]);
});
