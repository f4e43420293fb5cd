// What nobody has thought of still ends: faults are planted (test/supervised/planted-cli.ts), and the real command line deals with them.
import { parseReport } from "./parse-report.ts";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerSave } from "./images/archive.ts";
import { long } from "./long.ts";
import { planted } from "./supervised/planted.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const home = await mkdtemp(join(folder, "case-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), content);
  }
  return home;
}

const good = "FROM debian:12\nRUN apt-get update && apt-get install curl\n";
const bare = ["--bases", "none", "--shellcheck", "none", "--fail-on", "never"];
// Start, load and a machine that is busy with the other tests come on top of the limits.
const generous = 90;
/** Seconds from a signal to the end: five, and two for a machine that is busy with the other tests. No engine is asked here. */
const afterSignal = 7;

describe("a target that never ends, or takes all memory", () => {
  const faults: [string, RegExp][] = [
    ["caught loop", /took longer than 3 s/],
    ["memory", /took longer than 3 s|memory/],
    ["loop", /took longer than 3 s/],
    ["depth", /Maximum call stack/],
    ["error", /planted/],
  ];
  const more: [string, RegExp][] = [
    ["regex", /took longer than 3 s/],
    ["text", /Invalid string length|took longer/],
  ];
  const planned = long ? [...faults, ...more] : faults.filter(([fault]) => fault !== "loop");
  const file = (at: number) => `${at}/Dockerfile`;

  it(
    `is failed with its reason, and the others are judged: ${planned.map(([fault]) => fault).join(", ")}`,
    {
      timeout: 180_000,
    },
    async () => {
      // A good one before, between and after them.
      const texts = [good, ...planned.flatMap(([fault]) => [`${good}# PLANT ${fault}\n`, good])];
      const home = await put(Object.fromEntries(texts.map((text, at) => [file(at), text])));
      const { code, stdout, stderr, seconds } = await planted(["check", ...bare, "--format", "json", "."], home);
      expect({ code, trace: /^ {4}at /m.test(stderr) }).toEqual({ code: 2, trace: false });
      const report = parseReport(stdout);
      const failed = report.rules.filter(({ verdict }) => verdict === "failed");
      const reasons = new Map(failed.map(({ target, reason }) => [target, reason]));
      expect([...reasons.keys()].toSorted()).toEqual(planned.map((_, at) => file(2 * at + 1)).toSorted());
      for (const [at, [, reason]] of planned.entries()) expect(reasons.get(file(2 * at + 1))).toMatch(reason);
      const found = new Set(report.findings.map(({ target }) => target));
      for (let at = 0; at < texts.length; at += 2) expect(found).toContain(file(at));
      // As many times the limit as there are of them, and no more.
      expect(seconds).toBeLessThan(generous);
    },
  );

  it("is told for `fix` too, and the other files are fixed", { timeout: 180_000 }, async () => {
    const home = await put({ "a/Dockerfile": `${good}# PLANT loop\n`, "b/Dockerfile": good });
    const { code, stdout } = await planted(["fix", "--bases", "none", "--format", "json", "a", "b"], home);
    expect(code).toBe(2);
    const { files } = JSON.parse(stdout) as { files: { file: string; error?: string; changed: boolean }[] };
    expect(files).toEqual([
      expect.objectContaining({ file: "a/Dockerfile", error: expect.stringContaining("took longer than 3 s") }),
      expect.objectContaining({ file: "b/Dockerfile", changed: true }),
    ]);
  });
});

describe("signals are heard in the middle of a loop", () => {
  const all = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  it.each(long ? all : (["SIGINT", "SIGHUP"] as const))(
    "%s ends `check`: exit 2",
    { timeout: 180_000 },
    async (signal) => {
      const text = `${good}# PLANT loop\n`;
      const home = await put(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}/Dockerfile`, text])));
      const ended = await planted(["check", ...bare, "."], home, { at: "hanging now", signals: [[signal, 0]] });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(`interrupted by ${signal}`);
      expect(ended.afterSignal).toBeLessThan(afterSignal);
    },
  );

  it.each(long ? all : (["SIGTERM"] as const))(
    "%s ends a verb that hangs: exit 2 in five seconds",
    { timeout: 180_000 },
    async (signal) => {
      const home = await put({ "hang.tar": dockerSave({ layers: [[{ path: "a", content: "x" }]] }) });
      const ended = await planted(["inspect", "hang.tar"], home, { at: "hanging now", signals: [[signal, 500]] });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(`interrupted by ${signal}`);
      expect(ended.afterSignal).toBeLessThan(afterSignal);
    },
  );

  it("the second one ends it at once", { timeout: 180_000 }, async () => {
    const home = await put({ "hang.tar": dockerSave({ layers: [[{ path: "a", content: "x" }]] }) });
    const signals = [
      ["SIGINT", 300],
      ["SIGINT", 900],
    ] as const;
    const ended = await planted(["inspect", "hang.tar"], home, { at: "hanging now", signals });
    expect(ended.code).toBe(2);
    expect(ended.afterSignal).toBeLessThan(afterSignal);
  });
});
