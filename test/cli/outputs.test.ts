import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/reports/index.ts";
import { cli, folderOf } from "./run-cli.ts";

const dockerfile = "FROM debian:10\nRUN apt-get update\nCMD sleep 1\n";
const check = ["check", "--bases", "none", "--shellcheck", "none"];

it("one run writes several formats, and its own to stdout", async () => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  const here = { cwd: folder.path };
  const others = ["--output", "sarif=a.sarif", "--output", "html=a.html", "--output", "json=a.json"];
  const { code, stdout } = await cli([...check, ...others, "."], here);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Read Dockerfile\n[^]*✖ 1 error/);
  const read = (name: string) => readFile(join(folder.path, name), "utf8");
  expect(await read("a.sarif")).toContain('"version": "2.1.0"');
  expect(await read("a.html")).toMatch(/^<!doctype html>/i);
  expect(await read("a.json")).toBe((await cli([...check, "--format", "json", "."], here)).stdout);
  const quiet = await cli([...check, "--format", "github", "--output", "x=y.txt", "."], here);
  expect(quiet.stderr).toContain("there is no format x");
  expect((await cli([...check, "--output", "./x=y.txt", "--output", "csv=a.csv", "."], here)).stdout).toBe("");
  expect(await read("x=y.txt")).toMatch(/^Read Dockerfile\n[^]*✖ 1 error/);
});

it.each<[readonly string[], RegExp]>([
  [["--output", "spdx=a.json"], /spdx is no format of this verb/],
  [["--output", "sarif="], /names no file/],
  [["--output", "a", "--output", "b"], /second place for one result/],
  [["--output", "sarif=a", "--output", "json=a"], /named for two formats/],
  [["--output", "sarif=none/a"], /none\/a/],
])("%j is exit code 2, before any work", async (flags, message) => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  const { code, stdout, stderr } = await cli([...check, ...flags, "."], { cwd: folder.path });
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it("SARIF carries the edits of a Compose file, each of which leaves the rest of the merged model as it is", async () => {
  const before = "services:\n  web:\n    image: 'app:1' # why\n    mem_limit: 64m\n  db: {image: db}\n";
  await using folder = await folderOf({ "compose.yaml": before });
  const { stdout } = await cli([...check, "--all", "--format", "sarif", "compose.yaml"], { cwd: folder.path });
  const { runs } = JSON.parse(stdout) as {
    runs: { results: { ruleId: string; fixes?: { artifactChanges: { replacements: object[] }[] }[] }[] }[];
  };
  const swap = runs[0]?.results.find(({ ruleId }) => ruleId === "limits/no-swap-limit")?.fixes;
  expect(swap?.[0]?.artifactChanges[0]?.replacements).toEqual([
    {
      deletedRegion: { startLine: 4, startColumn: 19, endLine: 4, endColumn: 19 },
      insertedContent: { text: "\n    memswap_limit: 64m" },
    },
  ]);
});

it("a job summary stands behind what the step wrote before", async () => {
  await using folder = await folderOf({ Dockerfile: dockerfile, summary: "# before\n" });
  const file = join(folder.path, "summary");
  const options = { cwd: folder.path, env: { GITHUB_STEP_SUMMARY: file } };
  await cli([...check, "--format", "github", "--output", `markdown=${file}`, "Dockerfile"], options);
  expect(await readFile(file, "utf8")).toMatch(/^# before\n\n# hullproof\n/);
});

/** As Azure's agent and GitHub's runner look for commands; what follows `stop-commands` is no command, and no format writes that. */
function commandsIn(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => [
      ...[...line.matchAll(/##(?:vso)?\[[^\]\s]*/gi)].map(([found]) => found.toLowerCase()),
      ...[...line.matchAll(/^\s*::([a-z-]+)[^:]*::/gi)].map(([, name = ""]) => `::${name}`),
    ]);
}

describe("a folder with the name of commands", () => {
  const name = "a]##vso[task.setvariable variable=PATH]x%0A::error::";
  const names = formats.filter(({ suits }) => suits.includes("check")).map((one) => one.name);
  it("means nothing to a CI system in any format, on stdout, on stderr and in files", async () => {
    await using folder = await folderOf({
      [`${name}/Dockerfile`]: `${dockerfile}COPY ${name} /\nRUN echo '\n##[error]x\n::add-mask::y\n'\n`,
      [`${name}/README.md`]: "```sh\ndocker run --privileged '##vso[task.complete]' x\n```\n",
      [`${name}/broken/Dockerfile`]: "::set-output name=a::b\n",
    });
    const here = { cwd: folder.path };
    for (const format of names) {
      const flags = ["--format", format, ...names.flatMap((other) => ["--output", `${other}=${other}.out`])];
      const { stdout, stderr } = await cli([...check, ...flags, "."], here);
      const own: Readonly<Record<string, RegExp>> = {
        azure: /^##vso\[task\.logissue$/,
        github: /^::(?:error|warning|notice)$/,
      };
      expect(stdout).not.toBe("");
      for (const found of commandsIn(stdout)) expect(found, format).toMatch(own[format] ?? /^never$/);
      expect(commandsIn(stderr)).toEqual([]);
      for (const other of names)
        for (const found of commandsIn(await readFile(join(folder.path, `${other}.out`), "utf8")))
          expect(found, other).toMatch(own[other] ?? /^never$/);
    }
  });
});
