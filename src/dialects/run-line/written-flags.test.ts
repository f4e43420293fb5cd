// What we write is taken by the programs that it is for, also where no engine is there to ask.
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runFlags, type Program } from "../../formats/command-line/run-flags.ts";

const sources = new URL("../../", import.meta.url).pathname;

/** Flags that the sources of a dialect hold as text: `--flag`, or a flag beside the key of a unit. */
function flagsIn(files: string): readonly string[] {
  const texts = globSync(files, { cwd: sources, exclude: (path) => path.endsWith(".test.ts") }).map((path) =>
    readFileSync(`${sources}${path}`, "utf8"),
  );
  const pattern = /["`]--([a-z0-9-]+)|(?:line|each)\(\s*"\w+",\s*"([a-z0-9-]+)"/gi;
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(pattern)].map(([, flag, besideKey = ""]) => flag ?? besideKey)),
    ),
  ];
}

it.each<[Program, string, number]>([
  ["docker", "dialects/run-line/print/*.ts", 75],
  ["docker", "dialects/run-line/emit/docker-*.ts", 1],
  ["podman", "dialects/run-line/**/*.ts", 75],
  ["podman", "dialects/quadlet/**/*.ts", 50],
])("%s knows each flag of %s", (program, pattern, least) => {
  const { flags, aliases } = runFlags(program);
  const written = flagsIn(pattern);
  expect(written.length).toBeGreaterThanOrEqual(least);
  expect(written.filter((flag) => !flags.has(flag) && aliases[flag] === undefined)).toEqual([]);
});
