import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hardenReport } from "../../../../test/reports/sample-report.ts";
import { renderHtml } from "../../../reports/html.ts";
import { renderJson } from "../../../reports/json.ts";
import { follow } from "./follow.ts";
import { lastRun, recordRun } from "./run-record.ts";

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "hullproof-follow-"))));
afterEach(() => rmSync(home, { recursive: true }));

const about = (cwd: string) => ({ verb: "learn", target: "app:1", cwd, began: "2026-11-28T10:00:00.000Z" });
const request = { report: ".hullproof/report.json" };
const places = () => {
  const [cwd, runs] = [join(home, "project"), join(home, "runs")];
  mkdirSync(cwd, { recursive: true });
  return { cwd, runs, view: follow(request, runs, { cwd, today: "2026-11-28", version: "0" }) };
};
const rowsOf = async (view: { live(): Promise<string> }) => {
  const { state, total, says, rows } = JSON.parse(await view.live()) as {
    state: string;
    total: number;
    says: string;
    rows: string[][];
  };
  return { state, total, says, rows: rows.map(([, ...rest]) => rest.join(": ")) };
};
/** Waits until the progress is written. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

it("shows a run trial by trial, and then its report", async () => {
  const { cwd, runs, view } = places();
  await expect(view.page()).rejects.toMatchObject({
    code: "no-such-file",
    message: "Nothing runs in this folder, and there is no .hullproof/report.json",
  });
  const heard: string[] = [];
  {
    await using run = recordRun(runs, about(cwd), ({ message }) => heard.push(message));
    await until(view.isLive);
    expect(await rowsOf(view)).toEqual({ state: "running", total: 0, says: "It begins.", rows: [] });
    run.progress({ stage: "learn", message: "starting" });
    await until(async () => (await rowsOf(view)).says === "learn: starting");
    run.progress({ stage: "learn", message: "1 of about 9: without CAP_CHOWN: holds", line: true });
    await until(async () => (await rowsOf(view)).total === 1);
    const page = await view.page();
    expect(view.what()).toBe("the run in this folder");
    expect(page).toContain("1 of about 9: without CAP_CHOWN: holds");
    expect(page).toContain('data-shown="1"');
    expect(page).toMatch(/<noscript><meta http-equiv="refresh"/);
    writeFileSync(join(home, "learned.json"), renderJson(hardenReport));
    run.done(join(home, "learned.json"));
  }
  expect(heard).toEqual(["starting", "1 of about 9: without CAP_CHOWN: holds"]);
  expect(await view.isLive()).toBe(false);
  expect(await view.page()).toBe(renderHtml(hardenReport));
  expect(view.what()).toBe("../learned.json");
});

it("keeps showing a run without a report, and an older report once none is running", async () => {
  const { cwd, runs, view } = places();
  {
    await using run = recordRun(runs, about(cwd), () => {});
    run.progress({ stage: "build", message: "built", done: true });
    run.done();
  }
  expect(await view.page()).toMatch(/data-state="done"[^]*built/);
  mkdirSync(join(cwd, ".hullproof"));
  writeFileSync(join(cwd, ".hullproof/report.json"), renderJson(hardenReport));
  expect(await view.page()).toBe(renderHtml(hardenReport));
});

it("reports a failed or killed run", async () => {
  const { cwd, runs, view } = places();
  {
    await using _ = recordRun(runs, about(cwd), () => {});
  }
  expect(await rowsOf(view)).toMatchObject({ state: "failed", says: "The terminal that it was started in says why." });
  // The record of a killed process: its pid no longer exists in this pid namespace.
  const script = [
    `import { lastRun, recordRun } from ${JSON.stringify(join(import.meta.dirname, "run-record.ts"))};`,
    `const run = recordRun(${JSON.stringify(runs)}, ${JSON.stringify(about(cwd))}, () => {});`,
    "run.progress({ stage: 'learn', message: 'half way', line: true });",
    `while ((await lastRun(${JSON.stringify(runs)}, ${JSON.stringify(cwd)}))?.rows.length !== 1) await new Promise((done) => setTimeout(done, 20));`,
    "process.kill(process.pid, 'SIGKILL');",
  ].join("\n");
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(signal).toBe("SIGKILL");
  expect(await rowsOf(view)).toEqual({
    state: "killed",
    total: 1,
    says: "Start it again: what it has tried is kept.",
    rows: ["learn: half way"],
  });
});

it("shows the progress of a stage's trials, and the remaining time", async () => {
  const { cwd, runs, view } = places();
  const trials = async () => (JSON.parse(await view.live()) as { trials?: object }).trials;
  await using run = recordRun(runs, about(cwd), () => {});
  await until(view.isLive);
  expect(await trials()).toBeUndefined();
  const ended = (trial: { number: number; about?: number }) =>
    run.progress({ stage: "learn", message: `trial ${trial.number}`, line: true, trial });
  ended({ number: 3 });
  await until(async () => (await trials()) !== undefined);
  expect(await trials()).toEqual({ says: "Trial 3", number: 0, about: 1 });
  ended({ number: 4, about: 24 });
  await until(async () => JSON.stringify(await trials()).includes("24"));
  expect(await trials()).toEqual({
    says: expect.stringMatching(/^Trial 4 of about 24, about .* left$/),
    number: 4,
    about: 24,
  });
  expect(await view.page()).toMatch(/max="24"\s+value="4"/);
  run.progress({ stage: "learn", message: "24 trials", done: true });
  await until(async () => (await trials()) === undefined);
  expect(await view.page()).toMatch(/<p id="trials" +hidden>/);
});

it.each([
  ["failed", /data-state="failed"/],
  ["done", /data-state="done"[^]*learn --report FILE/],
] as const)("shows no older report after a run that is %s", async (how, expected) => {
  const { cwd, runs, view } = places();
  mkdirSync(join(cwd, ".hullproof"));
  writeFileSync(join(cwd, ".hullproof/report.json"), renderJson(hardenReport));
  {
    await using run = recordRun(runs, about(cwd), () => {});
    await until(view.isLive);
    if (how === "done") run.done();
  }
  expect(await view.page()).toMatch(expected);
  // A later viewer sees the folder's report.
  const later = follow(request, runs, { cwd, today: "2026-11-28", version: "0" });
  expect(await later.page()).toBe(renderHtml(hardenReport));
});

it("keeps the latest rows of a very long run, and short texts", async () => {
  const { cwd, runs } = places();
  {
    await using run = recordRun(runs, about(cwd), () => {});
    for (let at = 0; at < 2_500; at++)
      run.progress({ stage: "learn", message: `${at} ${"x".repeat(10_000)}`, line: true });
    run.done();
  }
  const seen = await lastRun(runs, cwd);
  expect([seen?.rows.length, seen?.before, seen?.rows.at(-1)?.message.slice(0, 5)]).toEqual([1_000, 1_500, "2499 "]);
  expect(seen?.rows.every(({ message }) => message.length <= 400)).toBe(true);
});

it("escapes markup and control characters in texts of a run", async () => {
  const { cwd, runs, view } = places();
  const venom = `</table><script>alert(1)</script>\u001b[2J\u202e`;
  {
    await using run = recordRun(runs, { ...about(cwd), target: venom, verb: "learn" }, () => {});
    run.progress({ stage: venom, message: venom, line: true });
    run.done();
  }
  const page = await view.page();
  // oxlint-disable-next-line no-control-regex
  expect(page).not.toMatch(/<script>alert|[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(page.match(/<\/table>/g)).toHaveLength(1);
  // oxlint-disable-next-line no-control-regex
  expect(await view.live()).not.toMatch(/[\u0000-\u001f\u202e]/);
});

it("ignores a record that is damaged, of another version, or for another folder", async () => {
  const { cwd, runs } = places();
  expect(await lastRun(runs, cwd)).toBeUndefined();
  {
    await using _ = recordRun(runs, about(cwd), () => {});
  }
  expect(await lastRun(runs, join(cwd, "other"))).toBeUndefined();
  expect(await lastRun(runs, cwd)).toBeDefined();
});
