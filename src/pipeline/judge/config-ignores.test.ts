import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(cwd, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
}

/** `configFile`: as in `--config`; discovery ends at the target. */
let configFile: string | undefined;
afterEach(() => (configFile = undefined));

function report(...targets: string[]) {
  const context: Context = {
    cwd,
    today: "2026-11-24",
    version: "0",
    progress: () => {},
    ...(configFile !== undefined && { configFile }),
    run: () => Promise.reject(new Error("no engine is needed")),
  };
  return check(targets, context);
}

const shellForm = "FROM debian:13@sha256:" + "0".repeat(64) + "\nUSER 1000:1000\nCMD sleep 1\n";
const config = (entries: string[]) => `ignores:\n${entries.map((entry) => `  - { ${entry} }\n`).join("")}`;
const ignored = "rule: build/shell-form-cmd";
const places = async (...targets: string[]) =>
  (await report(...targets)).findings.flatMap(({ rule, location }) =>
    rule.endsWith("-ignore") && "file" in location ? [`${rule} ${location.file}:${location.startLine}`] : [],
  );

describe("ignores of hullproof.yaml", () => {
  it("are reported when they expired, and have no effect then", async () => {
    await write({
      "hullproof.yaml": config([`${ignored}, reason: old, until: 2026-11-23`]),
      Dockerfile: shellForm,
    });
    expect(await places(".")).toEqual(["build/expired-ignore hullproof.yaml:2"]);
    expect((await report(".")).findings.map(({ rule }) => rule)).toContain("build/shell-form-cmd");
  });

  it("apply through their last day", async () => {
    await write({ "hullproof.yaml": config([`${ignored}, reason: x, until: 2026-11-24`]), Dockerfile: shellForm });
    expect(await places(".")).toEqual([]);
    expect((await report(".")).findings.map(({ rule }) => rule)).not.toContain("build/shell-form-cmd");
  });

  it("are reported when unused, each at its own line", async () => {
    await write({
      "hullproof.yaml": config([
        `${ignored}, reason: used`,
        "rule: build/maintainer, reason: there is none",
        "rule: hadolint/DL4000, reason: the same by a peer's name",
        "rule: shellcheck/SC2086, reason: not rated",
        "rule: build/shell-form-cmd, path: other/**, reason: no such file",
        "rule: build/maintainer, path: Docker*, reason: a glob",
      ]),
      Dockerfile: shellForm,
    });
    expect(await places(".")).toEqual([3, 4, 7].map((line) => `build/unused-ignore hullproof.yaml:${line}`));
  });

  it("are not called unused after a check of only some of their files", async () => {
    await write({
      "hullproof.yaml": config([
        "rule: build/maintainer, reason: in one of many",
        "rule: build/maintainer, path: a/Dockerfile, reason: this very file",
      ]),
      "a/Dockerfile": shellForm,
      "b/Dockerfile": `${shellForm}MAINTAINER nobody\n`,
    });
    expect(await places("a/Dockerfile")).toEqual([]);
    configFile = "hullproof.yaml";
    expect(await places("a/Dockerfile")).toEqual(["build/unused-ignore hullproof.yaml:3"]);
    expect(await places(".")).toEqual(["build/unused-ignore hullproof.yaml:3"]);
    expect(await places("a")).toEqual(["build/unused-ignore hullproof.yaml:3"]);
  });
});

describe("settings of hullproof.yaml", () => {
  it("apply to a practice and to paths; the last matching entry wins", async () => {
    await write({
      "hullproof.yaml":
        'rules: { "build/*": off, build/shell-form-cmd: info }\npaths:\n' +
        '  - { files: "old/**", rules: { "build/*": error } }\n  - { files: "old/b/*", rules: { build/shell-form-cmd: off } }\n',
      Dockerfile: shellForm,
      "old/Dockerfile": shellForm,
      "old/b/Dockerfile": shellForm,
    });
    const { findings } = await report(".");
    const found = findings.filter(({ rule }) => rule === "build/shell-form-cmd");
    expect(found.map(({ target, severity }) => [target, severity])).toEqual([
      ["Dockerfile", "info"],
      ["old/Dockerfile", "error"],
    ]);
  });

  it.each(["rules: { build/maintianer: off }", 'paths: [{ files: "*", rules: { cleanup/maintainer: off } }]'])(
    "%s names no rule and is refused",
    async (text) => {
      await write({ "hullproof.yaml": text, Dockerfile: shellForm });
      await expect(report(".")).rejects.toThrow(/there is no rule/);
    },
  );
});

it("takes at most seconds for two thousand entries over many files", async () => {
  const entries = Array.from(
    { length: 10_000 },
    (_, at) => `rule: build/maintainer, path: "**/*a${at}*/**", reason: b`,
  );
  await write({ "hullproof.yaml": config([...entries, `${ignored}, reason: c`]) });
  for (let at = 0; at < 20; at++) await write({ [`x${at}/Dockerfile`]: shellForm });
  const before = process.cpuUsage();
  const { findings } = await report(".");
  const { user } = process.cpuUsage(before);
  expect(findings.filter(({ rule }) => rule === "build/shell-form-cmd")).toEqual([]);
  expect(user / 1_000).toBeLessThan(15_000);
}, 120_000);
