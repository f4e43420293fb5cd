// The matrix of engines: what counts as worse, and what the page says. The engines themselves: test/engine/matrix.test.ts, `npm run matrix`.
import { spawnSync } from "node:child_process";
import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { columns, rows } from "../scripts/matrix/harness/catalog.ts";
import { type Cell, expected, type RowResult, worse } from "../scripts/matrix/harness/cell.ts";
import { enginesPage } from "../scripts/matrix/harness/page.ts";
import { failedTests } from "../scripts/matrix/harness/own-tests.ts";
import { failed } from "../scripts/matrix/harness/refusals.ts";
import { verifiedBy } from "../scripts/matrix/harness/verified.ts";
import { vmShellScript } from "../scripts/matrix/harness/vm-shell.ts";
import { merged, resultsFolder } from "../scripts/matrix/harness/results.ts";

const works: Cell = { verdict: "works" };
const less: Cell = { verdict: "less", what: "no list", said: true };
const silent: Cell = { verdict: "less", what: "no list", said: false };
const refused: Cell = { verdict: "refused", words: "no" };
const broken: Cell = { verdict: "broken", words: "a stack" };
const notRun: Cell = { verdict: "not run", why: "no compose" };

/** From the best to the worst. */
const order = [works, less, refused, silent, broken];
/** As good as a refusal. */
const widened: Cell = { verdict: "widened", by: "pids: 3 -> 6", words: "breaks" };

test("a cell gets worse in one order, and one that is measured no longer is worse than any", () => {
  for (const [at, before] of order.entries())
    for (const [now, cell] of order.entries())
      expect(worse({ learn: before }, { learn: cell }).length, `${at} to ${now}`).toBe(now > at ? 1 : 0);
  for (const [before, now, count] of [
    [works, widened, 1],
    [less, widened, 1],
    [widened, broken, 1],
    [widened, silent, 1],
    [widened, works, 0],
    [broken, widened, 0],
  ] as const)
    expect(worse({ redis: before }, { redis: now })).toHaveLength(count);
  expect(worse({ learn: broken }, { learn: notRun })).toEqual([
    "learn: was **broken**: a stack, is not run: no compose",
  ]);
  expect(worse({ learn: notRun }, { learn: broken })).toEqual([]);
  expect(worse({}, { learn: broken })).toEqual([]);
});

const row = (cells: RowResult["cells"], Engine = "26.1.5"): RowResult => ({
  title: "An engine",
  date: "2026-01-01",
  versions: { Engine, storage: "overlay2" },
  seconds: 1,
  cells,
});

test("a machine's own engine of another version is not held to what this one was measured to do, and may not be broken", () => {
  const before = row({ learn: works });
  expect(expected(before, row({ learn: less }), true)).toEqual({ learn: works });
  const other = row({ learn: less, scan: silent }, "29.1.0");
  expect(worse(expected(before, other, true), other.cells)).toHaveLength(1);
  expect(worse(expected(before, other, false), other.cells)).toEqual(["learn: was works, is works with less: no list"]);
  expect(worse(expected(undefined, other, false), other.cells)).toEqual([]);
});

test("cells that were not looked at stay as they were measured", () => {
  expect(merged(row({ learn: works, scan: less }), row({ scan: works })).cells).toEqual({ learn: works, scan: works });
});

test("ten runs of the same engine outlive a call that asked for two, while they pass", () => {
  const ten = { ...works, runs: "10 of 10" } as const;
  const after = (cell: Cell, Engine?: string) =>
    merged(row({ redis: ten }), row({ redis: cell }, Engine)).cells["redis"];
  expect(after(works)).toEqual(ten);
  expect(after(less)).toEqual({ ...less, runs: "10 of 10" });
  expect(after({ ...works, runs: "9 of 10" })).toEqual({ ...works, runs: "9 of 10" });
  for (const cell of [refused, broken, notRun]) expect(after(cell)).toEqual(cell);
  expect(after(works, "29.1.0")).toEqual(works);
  expect(merged(row({ redis: works }), row({ redis: ten })).cells["redis"]).toEqual(ten);
});

test("rows with fewer columns name such as there are", async () => {
  const names = (await columns()).map(({ name }) => name);
  const few = (await rows()).filter(({ only }) => only !== undefined);
  expect(few.length).toBeGreaterThan(0);
  for (const { only = [] } of few) expect(only.filter((name) => !names.includes(name))).toEqual([]);
});

test("a call that does not end as it should is broken, with its words", () => {
  expect(failed({ code: 2, stdout: "", stderr: "hullproof: HTTP 400\n  Try again." })).toEqual({
    verdict: "broken",
    words: "exit 2: hullproof: HTTP 400 Try again.",
  });
  expect(failed({ code: undefined, stdout: "", stderr: "" })).toEqual({
    verdict: "broken",
    words: "no end in time: it said nothing",
  });
});

const verified = (verdict: string, detail: string, widening?: readonly string[]) => ({
  code: verdict === "holds" ? 0 : 1,
  stdout: JSON.stringify({ proof: { proofs: [{ verdict, detail, widening }] } }),
  stderr: "",
});

/** The cell of a `verify` that says these in turn, and how often it was asked. */
async function cellOf(...said: readonly ReturnType<typeof verified>[]) {
  const left = [...said];
  const cell = await verifiedBy(async () => left.shift() ?? { code: 2, stdout: "", stderr: "asked once too often" });
  return { ...cell, asked: said.length - left.length };
}

test("a profile that breaks and says how it holds is run again as it was widened", async () => {
  const holds = verified("holds", "3 of 3 runs: same answers");
  const breaks = verified("breaks", "not ready", ["noNewPrivileges: true -> false"]);
  expect(await cellOf(holds)).toEqual({ verdict: "works", runs: "3 of 3", asked: 1 });
  expect(await cellOf(breaks, holds)).toEqual({
    verdict: "widened",
    by: "noNewPrivileges: true -> false",
    words: "breaks: not ready",
    runs: "3 of 3",
    asked: 2,
  });
  expect(await cellOf(breaks, breaks)).toEqual({
    verdict: "broken",
    words: "breaks: not ready Widened (noNewPrivileges: true -> false): breaks: not ready",
    asked: 2,
  });
  expect(await cellOf(breaks)).toMatchObject({ verdict: "broken", words: expect.stringContaining("once too often") });
  for (const ended of [verified("breaks", "not ready"), verified("unsure", "not ready")])
    expect(await cellOf(ended)).toMatchObject({ verdict: "broken", asked: 1 });
});

test("what failed of the project's own tests is named once each", () => {
  const said =
    "\n \u001B[31mFAIL\u001B[39m  |engine| test/a.test.ts > a server > answers\nError: no\n FAIL  |engine| test/a.test.ts > a server > answers\n FAIL  |engine-alone| test/b.test.ts [ test/b.test.ts ]\n";
  expect(failedTests(said)).toEqual(["test/a.test.ts: a server > answers", "test/b.test.ts"]);
  expect(failedTests("2 passed, 0 failed\n")).toEqual([]);
});

test("engines and columns stand in an order of their own, two of each are the short form", async () => {
  for (const all of [await rows(), await columns()]) {
    expect(new Set(all.map(({ place }) => place)).size).toBe(all.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(all.filter(({ short }) => short !== undefined).length).toBeGreaterThanOrEqual(2);
  }
  expect((await rows()).length).toBeGreaterThanOrEqual(10);
});

test("the page has each verdict with its words, and names what has no result", async () => {
  const all = await rows();
  const [column] = await columns();
  if (column === undefined || all[0] === undefined || all[1] === undefined) throw new Error("nothing to show");
  const of = (cell: Cell) =>
    enginesPage(all, [column], (name) => (name === all[0]?.name ? row({ [column.name]: cell }) : undefined));
  expect(of(works)).toContain(`| ${all[0].title} | 26.1.5 | works |`);
  expect(of({ ...works, runs: "10 of 10" })).toContain("| works, 10 of 10 |");
  expect(of({ ...less, runs: "10 of 11" })).toContain("| with less, 10 of 11 |");
  expect(of({ ...less, runs: "10 of 11" })).toContain("works (10 of 11 runs) with less: no list");
  expect(of(silent)).toContain("| with less, unsaid |");
  expect(of(silent)).toContain("works with less: no list (the report does not say so)");
  expect(of({ ...less, what: "no list; no <trace>" })).toContain(
    String.raw`: works with less:
  - no list
  - no \<trace\>
`,
  );
  const widened = of({ verdict: "widened", by: "pids: 3 -> 6", words: "breaks: no thread", runs: "3 of 3" });
  expect(widened).toContain("| widened, 3 of 3 |");
  expect(widened).toContain(
    "holds (3 of 3 runs) once `verify --widen` has written `pids: 3 -\\> 6`; before: breaks: no thread",
  );
  expect(of({ verdict: "broken", words: "a <b> |\nc" })).toContain(String.raw`**broken**: a \<b\> \| c`);
  expect(of(works)).toContain(`- ${all[1].title}: has a row, and was not measured yet.`);
});

test("committed results are of rows and columns that are there, and hold no path of a machine", async () => {
  const [rowNames, columnNames] = [await rows(), await columns()].map((all) => new Set(all.map(({ name }) => name)));
  for (const file of readdirSync(resultsFolder)) {
    const text = readFileSync(join(resultsFolder, file), "utf8");
    expect(rowNames).toContain(file.replace(/\.json$/, ""));
    expect(
      Object.keys((JSON.parse(text) as RowResult).cells).filter((name) => columnNames?.has(name) !== true),
    ).toEqual([]);
    expect(text).not.toMatch(/\/(?:home|root|tmp|work|Users)\//);
  }
});

test("words reach a virtual machine as they are, with what its hullproof needs of the environment, and their exit code comes back", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "hullproof-test-"));
  // The far side is this one.
  writeFileSync(join(folder.path, "ssh"), '#!/bin/sh\nfor last do :; done\nexec env -i PATH="$PATH" sh -c "$last"\n', {
    mode: 0o755,
  });
  const script = join(folder.path, "in-root");
  writeFileSync(script, vmShellScript("/control", "root@there"));
  const env = { PATH: `${folder.path}:${process.env["PATH"]}`, TMPDIR: "/it's $HOME", SECRET: "stays" };
  const call = (...words: readonly string[]) => spawnSync("sh", [script, ...words], { env, encoding: "utf8" });
  const words = [
    "",
    "a b",
    "it's",
    '"$(id)" `id` $HOME',
    "\\",
    "\\n'",
    "a\nb\n",
    "*",
    "-n",
    "'",
    "''",
    "é\u{1f600}",
    "a;b&c|d>e",
  ];
  const print = 'for word do printf "%s\\0" "$word"; done';
  expect(
    call("sh", "-c", print, "sh", ...words)
      .stdout.split("\0")
      .slice(0, -1),
  ).toEqual(words);
  expect(call("sh", "-c", 'echo "$TMPDIR:$SECRET:$NO_COLOR"').stdout).toBe("/it's $HOME::\n");
  expect(call("sh", "-c", "echo said >&2; exit 7")).toMatchObject({ status: 7, stderr: "said\n" });
  // Nothing is asked of a terminal, and no file is left.
  expect(call("cat").stdout).toBe("");
  expect(readdirSync(folder.path).toSorted()).toEqual(["in-root", "ssh"]);
});
