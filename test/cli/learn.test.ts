import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { cacheAt, searchFrom } from "../../src/pipeline/host/homes.ts";
import { lastRun } from "../../src/pipeline/verbs/view/run-record.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { Report } from "../../src/domain/report/report.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { progressSchema } from "../../src/reports/progress-schema.ts";
import { tinyImage } from "../images/tiny.ts";
import { ownRuns, type OwnRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const files = {
  "hullproof.yaml": `workload:
  command: [httpd, -f, -p, "8080", -h, /etc]
  ready: { running: { for: 2s } } # so long there is something to kill
  restart: false
  stop: { exitCodes: [0, 137, 143], timeout: 1s }
`,
};
const learn = ["learn", tinyImage, "--fresh", "--progress", "json"];

/** Kills whatever container of these runs is there, again and again, as a machine without memory does. */
async function killAll(engine: Engine, runs: OwnRuns, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    for (const run of await runs.runs()) {
      const filters = JSON.stringify({ label: [`hullproof.run=${run}`] });
      const list = await engine.call<{ Id: string }[]>({ method: "GET", path: "/containers/json", query: { filters } });
      for (const { Id } of list)
        await engine.call({ method: "POST", path: `/containers/${Id}/kill`, accept: [404, 409] });
    }
    await sleep(50);
  }
}

it("exit code 1 where the container does not behave under the whole profile; the profile is written all the same", async () => {
  const engine = await connect();
  await using runs = ownRuns();
  await using folder = await folderOf(files);
  let over = false;
  let killing: Promise<void> | undefined;
  const results = ["--format", "html", "--output", "page.html", "--report", "learned.json"];
  const { code, stderr } = await cli([...learn, ...results], {
    cwd: folder.path,
    env: runs.env,
    started: (child) =>
      child.onStderr((text) => {
        // All that comes after the first limits breaks: what lives would show what is missing, and the whole be proven with it.
        if (/the limits of .*passes/.test(text)) killing ??= killAll(engine, runs, () => over);
      }),
  }).finally(() => (over = true));
  await killing;
  expect(stderr).toMatch(/the whole profile.*: breaks/);
  // Each line of stderr is an event of the schema; trials are counted, and so is the time that is left.
  const events = stderr
    .trimEnd()
    .split("\n")
    .map((line) => progressSchema.parse(JSON.parse(line)));
  const trials = events.filter((one) => one.event === "trial");
  expect(trials.length).toBeGreaterThan(5);
  for (const { number, about = 0 } of trials) expect(about).toBeGreaterThanOrEqual(number);
  expect(trials.at(-1)?.secondsLeft).toEqual(expect.any(Number));
  expect(code).toBe(1);
  const page = await readFile(join(folder.path, "page.html"), "utf8");
  expect(page).toMatch(/breaks/);
  // The page has the map of the image and the course of its trials; the report has the latter.
  expect(page).toContain('id="map-0"');
  const { proof } = JSON.parse(await readFile(join(folder.path, "learned.json"), "utf8")) as Report;
  const [course] = proof?.trials[0]?.lives.map((life) => life.course) ?? [];
  if (engine.info.sameKernel) {
    expect(page).toContain('<polyline class="course"');
    expect(course?.atMs.length).toBeGreaterThan(0);
    for (const column of [course?.memoryBytes, course?.cpus, course?.tasks])
      expect(column).toHaveLength(course?.atMs.length ?? -1);
    expect(Math.max(...(course?.tasks ?? []))).toBeGreaterThan(0);
  }
  expect(await runs.left(engine)).toEqual([]);
  // What `view` in that folder shows of it.
  const seen = await lastRun(cacheAt("runs", searchFrom({ cwd: folder.path, env: process.env })), folder.path);
  expect(seen).toMatchObject({ verb: "learn", target: tinyImage, state: "done" });
  expect(seen?.rows.some(({ message }) => /the whole profile.*: breaks/.test(message))).toBe(true);
});
