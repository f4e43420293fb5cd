// The edits of suggestions that JSON and SARIF carry: each made by lines and columns is what `fix --suggested` makes of it alone.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Finding } from "../../src/domain/finding/finding.ts";
import { withEdits } from "../../src/pipeline/fix-plan/with-edits.ts";
import { checkAll } from "../../src/pipeline/findings/check-all.ts";
import { searchTargets } from "../../src/pipeline/targets/targets.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { fixFiles } from "../../src/pipeline/verbs/fix/fix-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-edits-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const context = (): Context =>
  ({ cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, edits: true }) as unknown as Context;

async function findings(name: string, text: string): Promise<readonly Finding[]> {
  await writeFile(join(folder, name), text);
  const { found } = await searchTargets([name], folder);
  const all: Finding[] = [];
  for await (const { run } of checkAll(found, context(), true)) all.push(...run.findings);
  return all;
}

function made(text: string, { fix }: Finding): string {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return (fix?.edits ?? [])
    .map((one) => ({
      start: offset(one.startLine, one.startColumn),
      end: offset(one.endLine, one.endColumn),
      by: one.text,
    }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, by }) => result.slice(0, start) + by + result.slice(end), text);
}

const pod =
  "# 😀 é\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web # one\n    image: example/web:1\n";
const unit = "# é\n[Container]\nImage=example/web:1\nMemory=64m\n";

it.each([
  ["a manifest", "web.yaml", pod, "capabilities/not-dropped"],
  ["a manifest with CRLF", "web.yaml", pod.replaceAll("\n", "\r\n"), "capabilities/new-privileges"],
  ["a unit", "web.container", unit, "capabilities/new-privileges"],
  [
    "a Compose file",
    "compose.yaml",
    "services:\n  web: # é\n    image: example/web:1\n",
    "capabilities/new-privileges",
  ],
])("of %s", async (_, name, text, rule) => {
  const one = (await findings(name, text)).find((found) => found.rule === rule);
  expect(one?.fix).toMatchObject({ applicability: "suggested", edits: [expect.anything()] });
  const after = one && made(text, one);
  const options = { write: false, proven: false, suggested: true, measure: false, rule: [rule] };
  const { files } = await fixFiles([name], options, context());
  expect(after).toBe(files[0]?.text);
  expect(after).not.toBe(text);
});

it("what can't be edited has none", async () => {
  const text = `${pod}    securityContext: &a {runAsUser: 1000}\n  - name: other\n    image: example/web:1\n    securityContext: *a\n`;
  const all = await findings("web.yaml", text);
  const shared = all.filter(({ rule }) => rule === "capabilities/not-dropped");
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.flatMap(({ fix }) => fix?.edits ?? [])).toEqual([]);
});

const services = (count: number): string =>
  `services:\n${Array.from({ length: count }, (_, at) => `  web${at}:\n    image: example/web:1\n`).join("")}`;

it("are the same on a machine that is busy with other work", async () => {
  const text = services(3);
  const calm = await findings("compose.yaml", text);
  const clock = vi.spyOn(performance, "now");
  let time = 0;
  clock.mockImplementation(() => (time += 10_000));
  try {
    expect(await findings("compose.yaml", text)).toEqual(calm);
  } finally {
    clock.mockRestore();
  }
});

it("are made of 32 fixes a file, and the other findings say that they have none", async () => {
  const fixes = (await findings("compose.yaml", services(20))).flatMap(({ fix }) => fix ?? []);
  expect(fixes.filter(({ edits }) => edits !== undefined)).toHaveLength(32);
  const others = fixes.filter(({ edits }) => edits === undefined);
  expect(others.length).toBeGreaterThan(0);
  expect(others.map(({ withheld }) => withheld)).toEqual(others.map(() => expect.stringContaining("so many fixes")));
});

it("say that they were not tried from where the time ends", () => {
  const texts = new Map([["a", "x\n"]]);
  const fix = { title: "t", applicability: "suggested", edits: [{ file: "a", span: { start: 0, end: 1 }, text: "y" }] };
  const all = ["b", "c", "d"].map((rule) => ({ rule, fix: { title: "t", applicability: "suggested" } }));
  let calls = 0;
  const { run } = withEdits(
    { run: { findings: all, fixes: all.map((finding) => ({ finding, fix })) } } as never,
    { texts, problem: () => undefined } as never,
    (act) => {
      if (++calls > 1) throw new Error("time");
      return act();
    },
  );
  expect(run.findings.map((one) => [one.fix?.edits?.length, one.fix?.withheld])).toEqual([
    [1, undefined],
    [undefined, expect.stringContaining("not tried")],
    [undefined, expect.stringContaining("not tried")],
  ]);
  expect(calls).toBe(2);
});
