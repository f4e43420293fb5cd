import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf, type Random } from "./random.ts";
import { beside } from "./repositories/beside.ts";
import { hidden } from "./repositories/hidden.ts";
import { long } from "./repositories/long.ts";
import { numerous } from "./repositories/many.ts";
import { openRepository, type Trick } from "./repositories/repository.ts";

const tricks: readonly Trick[] = [...hidden, ...beside, ...long, ...numerous];
const command = join(import.meta.dirname, "..", "..", "bin", "hullproof.js");
const node = join(import.meta.dirname, "..", "..", "node_modules", "node", "bin", "node");

/** One repository and what became of `hullproof check` in it. */
export interface Checked {
  readonly name: string;
  readonly problems: readonly string[];
  /** Processor time of the whole process, in milliseconds: a busy machine doesn't change it much. */
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly seconds: number;
}

export interface RepositoriesOptions {
  readonly seed: number;
  readonly count: number;
  /** First repository; a single one is repeated with `{ seed, from, count: 1 }`. */
  readonly from?: number;
  /** Folder in which repositories that went wrong are kept. */
  readonly kept?: string;
  readonly say?: (line: string) => void;
}

/** No target may take longer; the repository's other targets and the start come on top. */
const limitMs = 5_000;
/** A process of Node that judges one file has 120 MB. */
const limitMb = 1_000;
/** Something hangs without using the processor: a FIFO, a lost answer. */
const silentMs = 60_000;

/** Makes hostile repositories and checks each with the command line, as a CI would. */
export async function checkRepositories({ seed, count, from = 0, kept, say }: RepositoriesOptions): Promise<Checked[]> {
  const results: Checked[] = [];
  const root = mkdtempSync(join(tmpdir(), "hullproof-fuzz-"));
  try {
    for (let at = from; at < from + count; at++) {
      const folder = join(root, String(at));
      const result = await checkOne(folder, seed, at);
      results.push(result);
      if (result.problems.length > 0) {
        say?.(`  repository ${at} (${result.name}): ${result.problems.join("; ")}`);
        if (kept !== undefined) keep(folder, join(kept, `repository-${seed}-${at}`));
      }
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return results;
}

/** The first repositories show each trick alone; the others two or three together. */
function tricksOf(random: Random, at: number): readonly Trick[] {
  const first = tricks[at];
  if (first !== undefined) return [first];
  const [one, ...more] = Array.from({ length: 2 + random.below(2) }, () => random.pick(tricks));
  return [
    one!,
    ...more.filter((trick) => trick.hides !== true && trick.name.split(" ")[0] !== one!.name.split(" ")[0]),
  ];
}

async function checkOne(folder: string, seed: number, at: number): Promise<Checked> {
  const random = randomOf(seed, at);
  mkdirSync(folder, { recursive: true });
  const repository = openRepository(folder, random);
  const used = tricksOf(random, at);
  if (!used.some(({ hides }) => hides === true)) repository.file("Dockerfile", repository.guilty);
  // Something that is clean: without it a repository whose Dockerfile is passed over has nothing to check, which says so by itself.
  repository.file("docs/about.md", "# About\n\n```sh\nls\n```\n");
  for (const { make } of used) {
    try {
      make(repository);
    } catch (error) {
      // Two tricks want the same path: the first one stands.
      if (!["EEXIST", "EISDIR", "ENOTDIR", "ENXIO", "ELOOP"].includes((error as NodeJS.ErrnoException).code ?? "")) {
        if (!/File exists|mkfifo|mknod/.test(String(error))) throw error;
      }
    }
  }
  const format = random.pick(["terminal", "json", "json", "sarif", "markdown", "github", "junit"]);
  const name = used.map((trick) => trick.name).join(" + ");
  const baseline = used.find((trick) => trick.baseline !== undefined)?.baseline;
  const { code, stdout, stderr, cpuMs, peakMb, seconds, ended } = await run(
    ["check", ".", "--format", format, "--bases", "none", ...(baseline === undefined ? [] : ["--baseline", baseline])],
    folder,
  );
  const tells = used.some(({ told }) => told === true) && /taken for those of others/.test(stdout);
  const problems = [
    ...(ended === undefined ? [] : [ended]),
    ...(ended === undefined && code !== 1 && code !== 2 && !(tells && code === 0)
      ? [`exit code ${code}: it has an error, or could not be read`]
      : []),
    ...(/this is a bug|at file:\/\/|at Object\.|node:internal/.test(stderr)
      ? [`a stack trace: ${stderr.slice(0, 300)}`]
      : []),
    // oxlint-disable-next-line no-control-regex
    ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(stdout + stderr)
      ? ["control characters in the output"]
      : []),
    ...(format === "github" ? [] : /^\s*::/m.test(stdout) ? ["a workflow command in the output"] : []),
    ...(/^\s*(::|##\[|##vso\[)/m.test(stderr) ? ["a workflow command on stderr"] : []),
    ...(stderr === "" && code === 2 ? ["exit code 2 without a word on stderr"] : []),
  ];
  return { name: `${name}, ${format}`, problems, cpuMs, peakMb, seconds };
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly seconds: number;
  readonly ended?: string;
}

function run(words: readonly string[], cwd: string): Promise<Ran> {
  const started = performance.now();
  const child = spawn(node, [command, ...words], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CI: "true" },
  });
  let [stdout, stderr, cpuMs, peakMb] = ["", "", 0, 0];
  let ended: string | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout = (stdout + text).slice(-4_000_000)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-100_000)));
  const watch = setInterval(() => {
    const usage = usageOf(child.pid);
    if (usage !== undefined) [cpuMs, peakMb] = [usage.cpuMs, Math.max(peakMb, usage.peakMb)];
    if (peakMb > limitMb) ended = `it took ${peakMb} MB`;
    // Up to forty targets, most of them small; the one that is hostile has the limit, the start a second.
    else if (cpuMs > limitMs + 3_000) ended = `no end after ${cpuMs} ms of processor time`;
    else if (performance.now() - started > silentMs) ended = `no end after ${silentMs} ms`;
    if (ended !== undefined) child.kill("SIGKILL");
  }, 50);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({
        code,
        stdout,
        stderr,
        cpuMs,
        peakMb,
        seconds: (performance.now() - started) / 1_000,
        ...(ended !== undefined && { ended }),
      });
    });
  });
}

/** proc_pid_stat(5), proc_pid_status(5): a clock tick is 10 ms on all of Linux. */
function usageOf(pid: number | undefined): { cpuMs: number; peakMb: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const peak = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    return { cpuMs: 10 * (Number(fields[11]) + Number(fields[12])), peakMb: Math.round(Number(peak) / 1024) };
  } catch {
    return undefined;
  }
}

/** FIFOs and devices can't be copied; the seed makes them again. */
function keep(folder: string, to: string): void {
  if (existsSync(to)) rmSync(to, { recursive: true });
  try {
    cpSync(folder, to, { recursive: true, verbatimSymlinks: true });
  } catch {
    // The seed and the number stand in the output.
  }
}
