import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../src/sources/engine/types.ts";
import { ownRuns, processesWith, type OwnRuns } from "../cli/own-runs.ts";
import { program } from "../cli/program.ts";
import { randomOf } from "../fuzz/random.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";

export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  /** The latest moment of a kill; the earliest is a tenth of a second after the start. */
  readonly withinMs: number;
  readonly say?: (line: string) => void;
}

export interface KillResult {
  /** Exit code and words of the run at the end, which nobody kills. */
  readonly code: number | null;
  readonly told: string;
  /** Of the runs of these processes: objects of the engine, folders, trace instances, cgroups, processes. */
  readonly left: readonly string[];
  /** Runs that were over before their moment came. */
  readonly early: number;
}

/**
 * SIGKILLs `learn` and `harden` at random moments, every second time with a temporary folder of its own that is gone afterwards, as a CI's
 * is; then lets one run to its end and lists what is left of all of them.
 */
export async function killAtRandom(engine: Engine, { seed, kills, withinMs, say }: KillOptions): Promise<KillResult> {
  await ensureTinyImage(engine);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const random = randomOf(seed);
  let early = 0;
  const all: OwnRuns[] = [];
  try {
    await writeFile(
      join(folder, "Dockerfile"),
      `FROM ${tinyImage}\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080", "-h", "/"]\n`,
    );
    // Ends when it is told to: most of the time of a run would be waits for a server that does not.
    const workload = `workload:\n  command: [sh, -c, "trap 'exit 0' TERM; httpd -f -p 8080 -h / & wait"]\n  ready: { tcp: { port: 8080 } }\n  stop: { timeout: 1s, exitCodes: [0, 137, 143] }\n  load: { clients: 2, for: 200ms }\n`;
    await writeFile(join(folder, "hullproof.yaml"), workload);
    const start = (words: readonly string[], runs: OwnRuns) => {
      all.push(runs);
      return spawn(process.execPath, [program, ...words, "--progress", "plain"], {
        cwd: folder,
        env: {
          ...process.env,
          ...runs.env,
          HULLPROOF_CACHE: join(folder, "cache"),
        },
        stdio: ["ignore", "ignore", "pipe"],
      });
    };
    // The kept one is that of several processes, as /tmp is.
    const kept = ownRuns();
    const verbs = [
      ["learn", "--fresh", tinyImage, "--exec", "true"],
      ["harden", "--no-keep", "."],
    ] as const;
    for (let at = 0; at < kills; at++) {
      const words = random.pick(verbs);
      const temporary = at % 2 === 0 ? undefined : ownRuns();
      const child = start(words, temporary ?? kept);
      child.stderr.resume();
      const ended = once(child, "exit");
      const ms = 100 + random.below(withinMs);
      await Promise.race([sleep(ms), ended]);
      if (child.exitCode !== null) early++;
      child.kill("SIGKILL");
      await ended;
      if (temporary !== undefined) await temporary.lose();
      say?.(`kill ${at + 1} of ${kills}: ${words[0]} after ${ms} ms`);
    }
    // This one is let to its end, and may be short.
    await writeFile(join(folder, "hullproof.yaml"), `${workload}  restart: false\n`);
    const last = start(verbs[0], kept);
    let told = "";
    last.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
    const [code] = (await once(last, "close")) as [number | null];
    const left = await processesWith(folder);
    for (const runs of new Set(all)) left.push(...(await runs.left(engine)));
    return { code, told, left, early };
  } finally {
    for (const runs of new Set(all)) await runs[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
