import { mkdir, readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { imageOf } from "./images.ts";
import { runProgram } from "../../run-program.ts";
import type { NamedService } from "./service.ts";
import { seconds } from "./truth.ts";

export interface Learned {
  /** The line of `hullproof learn`, as a user would type it. */
  readonly call: string;
  /** Exit code 0: it says that the profile is proven. */
  readonly proven: boolean;
  readonly user: string;
  /** A user that it proposes to start as, with proof. */
  readonly proposedUser?: string;
  readonly capabilities: readonly string[];
  readonly readOnly: boolean;
  readonly tmpfs: readonly string[];
  readonly memoryMiB: number;
  readonly pids: number;
  readonly cpus?: number;
  readonly calls?: number;
  readonly trials: number;
  readonly seconds: number;
  /** Of the machine, at the start and at the end; two cores are busy at 2. */
  readonly loadAverage: readonly [before: number, after: number];
  /** What `emit --to docker-run` prints, without its comments. */
  readonly line: string;
  /** Of the sources that learned. */
  readonly commit?: string;
  /** Where the line is run from: the list of calls lies there. */
  readonly folder: string;
}

interface ProfileFile {
  readonly user: { readonly uid: number; readonly gid: number };
  readonly readOnlyRootfs: boolean;
  readonly tmpfs: readonly { readonly path: string }[];
  readonly memoryBytes: number;
  readonly pids: number;
  readonly cpus?: number;
  readonly seccomp?: { readonly syscalls: readonly { readonly names: readonly string[] }[] };
}

interface ReportFile {
  readonly proof: {
    readonly trials: readonly unknown[];
    readonly suggestions?: readonly { readonly detail?: string; readonly title?: string }[];
  };
}

export interface Attempt {
  readonly trials: number;
  readonly seconds: number;
  readonly loadAverage: readonly [before: number, after: number];
}

const longestMs = 40 * 60_000;

/** `hullproof learn` from the sources in `sources`, with the service's flags and nothing else. @throws Error with its last words when it learns nothing. */
export async function runLearn(
  service: NamedService,
  sources: string,
  folder: string,
  say: (text: string) => void,
): Promise<Attempt & { readonly code: number | undefined; readonly profile: string; readonly report: string }> {
  await mkdir(folder, { recursive: true });
  const [profile, report] = [join(folder, "profile.json"), join(folder, "report.json")];
  const files = ["--profile", profile, "--report", report, "--fresh", "--progress", "plain"];
  const began = performance.now();
  const before = loadavg()[0] ?? 0;
  const args = [join(sources, "src/cli.ts"), "learn", ...files, ...service.flags, imageOf(service.name)];
  const { code, stdout, stderr } = await runProgram(process.execPath, args, { timeoutMs: longestMs, onLine: say });
  if (code !== 0 && code !== 1)
    throw new Error(`learn ended with ${code ?? "no end in time"}: ${(stderr || stdout).trim().slice(-1500)}`);
  const { proof } = JSON.parse(await readFile(report, "utf8")) as ReportFile;
  return {
    code,
    profile,
    report,
    trials: proof.trials.length,
    seconds: seconds(began),
    loadAverage: [before, loadavg()[0] ?? 0],
  };
}

export async function learn(
  service: NamedService,
  root: string,
  folder: string,
  say: (text: string) => void,
): Promise<Learned> {
  const attempt = await runLearn(service, root, folder, say);
  const profile = JSON.parse(await readFile(attempt.profile, "utf8")) as ProfileFile;
  const { proof } = JSON.parse(await readFile(attempt.report, "utf8")) as ReportFile;
  const emitted = await runProgram(process.execPath, [
    join(root, "src/cli.ts"),
    "emit",
    "--to",
    "docker-run",
    attempt.profile,
  ]);
  if (emitted.code !== 0) throw new Error(`emit ended with ${emitted.code}: ${emitted.stderr.trim().slice(-500)}`);
  const line = emitted.stdout
    .split("\n")
    .filter((text) => !text.startsWith("#"))
    .join("\n");
  const proposed = (proof.suggestions ?? [])
    .map(({ title = "", detail = "" }) => /(\d+:\d+)/.exec(`${title} ${detail}`)?.[1])
    .find((user) => user !== undefined);
  const commit = await runProgram("git", ["-C", root, "rev-parse", "--short", "HEAD"]);
  const calls = profile.seccomp?.syscalls.flatMap(({ names }) => names);
  return {
    call: ["hullproof learn", ...service.flags.map(quoted), imageOf(service.name)].join(" "),
    proven: attempt.code === 0,
    user: `${profile.user.uid}:${profile.user.gid}`,
    ...(proposed === undefined ? {} : { proposedUser: proposed }),
    capabilities: [...line.matchAll(/--cap-add (\w+)/g)].map((match) => match[1] ?? "").toSorted(),
    readOnly: profile.readOnlyRootfs,
    tmpfs: profile.tmpfs.map(({ path }) => path),
    memoryMiB: Math.round(profile.memoryBytes / 1024 / 1024),
    pids: profile.pids,
    ...(profile.cpus !== undefined && { cpus: profile.cpus }),
    ...(calls === undefined ? {} : { calls: new Set(calls).size }),
    trials: attempt.trials,
    seconds: attempt.seconds,
    loadAverage: attempt.loadAverage,
    line,
    ...(commit.code === 0 && { commit: commit.stdout.trim() }),
    folder,
  };
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
