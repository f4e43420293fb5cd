// Programs that a verb has started end with it, also where they have left its process group: on a signal at once, after SIGKILL by the next run.
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cli } from "./cli/run-cli.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-")));
  // It stands in for a scanner: one child in its group, one in a session of its own, one whose parent is gone.
  const script = `#!/bin/sh\nsleep 300 & setsid sleep 300 & (setsid setsid sleep 300 &)\nexec sleep 300\n`;
  await writeFile(join(folder, "scanner"), script);
  await chmod(join(folder, "scanner"), 0o755);
  const component = { type: "library", name: "a", version: "1", purl: "pkg:npm/a@1" };
  const sbom = { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, components: [component] };
  await writeFile(join(folder, "sbom.json"), JSON.stringify(sbom));
});
afterEach(() => rm(folder, { recursive: true }));

let owner = 0;
/** Programs that the command line has started, and what they have: their environment tells. */
const running = () =>
  readdirSync("/proc").flatMap((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (!/^\d+$/.test(pid) || !environment.includes(`HULLPROOF_OWNER=${owner}-`)) return [];
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    } catch {
      return [];
    }
  });

async function scanned(signals: readonly (readonly [NodeJS.Signals, number])[]) {
  let sentAt = Infinity;
  let begun: readonly string[] = [];
  const until = performance.now() + 40_000;
  const ended = await cli(["scan", "--with", "grype", "--progress", "none", join(folder, "sbom.json")], {
    cwd: folder,
    env: { TMPDIR: folder, HULLPROOF_GRYPE: join(folder, "scanner"), HULLPROOF_DATA: join(folder, "data") },
    started: async (child) => {
      owner = child.pid;
      while (running().filter((program) => program === "sleep 300").length < 4 && performance.now() < until)
        await sleep(50);
      begun = running();
      sentAt = performance.now();
      for (const [name, ms] of signals) setTimeout(() => child.kill(name), ms);
    },
  });
  expect(begun.filter((program) => program === "sleep 300").length).toBe(4);
  return { ...ended, seconds: (performance.now() - sentAt) / 1000 };
}

it.skipIf(process.platform !== "linux").each<[string, (readonly [NodeJS.Signals, number])[]]>([
  ["SIGINT", [["SIGINT", 0]]],
  ["SIGTERM", [["SIGTERM", 0]]],
  ["SIGHUP", [["SIGHUP", 0]]],
  [
    "SIGINT twice",
    [
      ["SIGINT", 0],
      ["SIGINT", 20],
    ],
  ],
])("%s ends them all", { timeout: 60_000 }, async (_, signals) => {
  const { code, stderr, seconds } = await scanned(signals);
  expect(code, stderr).toBe(2);
  // The kernel takes a moment to end what was killed.
  await expect.poll(running, { timeout: 2_000 }).toEqual([]);
  expect(seconds).toBeLessThan(7);
});

it.skipIf(process.platform !== "linux")("after SIGKILL the next run does", { timeout: 180_000 }, async () => {
  // Tests beside this one start runs as well, and any of them may be the next one: then this one has nothing to say, and is tried again.
  for (let tries = 1; ; tries++) {
    const { code } = await scanned([["SIGKILL", 0]]);
    expect(code).toBeNull();
    const next = await cli(["check", "--bases", "none", "sbom.json"], { cwd: folder });
    expect(running()).toEqual([]);
    if (next.stderr.includes("of a run that was killed")) return;
    expect(tries, next.stderr).toBeLessThan(4);
  }
});
