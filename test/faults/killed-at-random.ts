import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../src/sources/engine/types.ts";
import { everythingOfRuns, newSince } from "../cli/leftovers.ts";
import { root } from "../cli/run-cli.ts";
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
  /** Of any run that began after this did: objects of the engine, folders, trace instances, processes. */
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
  const before = await everythingOfRuns(engine);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const random = randomOf(seed);
  let early = 0;
  try {
    await writeFile(
      join(folder, "Dockerfile"),
      `FROM ${tinyImage}\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080", "-h", "/"]\n`,
    );
    await writeFile(
      join(folder, "hullproof.yaml"),
      "workload:\n  ready: { tcp: { port: 8080 } }\n  stop: { timeout: 1s, exitCodes: [0, 137, 143] }\n",
    );
    const start = (words: readonly string[], temporary: string | undefined) =>
      spawn(process.execPath, [join(root, "src/cli.ts"), ...words, "--progress", "plain"], {
        cwd: folder,
        env: {
          ...process.env,
          HULLPROOF_CACHE: join(folder, "cache"),
          ...(temporary !== undefined && { TMPDIR: temporary }),
        },
        stdio: ["ignore", "ignore", "pipe"],
      });
    const verbs = [
      ["learn", "--fresh", tinyImage, "--exec", "true"],
      ["harden", "."],
    ] as const;
    for (let at = 0; at < kills; at++) {
      const words = random.pick(verbs);
      const temporary = at % 2 === 0 ? undefined : join(folder, `temporary-${at}`);
      if (temporary !== undefined) await mkdir(temporary);
      const child = start(words, temporary);
      child.stderr.resume();
      const ended = once(child, "exit");
      const ms = 100 + random.below(withinMs);
      await Promise.race([sleep(ms), ended]);
      if (child.exitCode !== null) early++;
      child.kill("SIGKILL");
      await ended;
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
      say?.(`kill ${at + 1} of ${kills}: ${words[0]} after ${ms} ms`);
    }
    const last = start(["harden", "."], undefined);
    let told = "";
    last.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
    const [code] = (await once(last, "close")) as [number | null];
    return { code, told, left: [...(await newSince(before, engine)), ...(await processesIn(folder))], early };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Processes of this machine whose working directory or command line lies in the folder: builds, helpers, readers of traces. */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (words.includes(folder) || environment.includes(folder))
      found.push(`process ${pid}: ${words.replaceAll("\0", " ").slice(0, 120)}`);
  }
  return found;
}
