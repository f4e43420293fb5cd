import { createHash } from "node:crypto";
import { z } from "zod";
import type { Progress, ProgressEvent } from "../../../domain/progress.ts";
import type { RunRecord, RunRow, RunSeen, RunTrials } from "../../../domain/report/run-record.ts";
import { timeLeft } from "../../host/time-left.ts";
import { cacheFolder } from "../../../sources/paths/cache-folder.ts";
import { markLiveness, markText, ownMark, parseMark } from "../../../sources/programs/owner-mark.ts";

/** Bytes of all records, one for each folder. */
const maxBytes = 16_777_216;
/** Rows of one record, and characters of one row. */
const [mostRows, mostText] = [1_000, 400];
/** Milliseconds between two writes. */
const writeIntervalMs = 300;

export interface RunAbout {
  readonly verb: string;
  readonly target: string;
  readonly cwd: string;
  /** ISO 8601 UTC. */
  readonly began: string;
}

/** Records the progress of a run, for `view`. Disposal before `done` marks the run as failed. */
export interface RunRecorder extends AsyncDisposable {
  readonly progress: Progress;
  /** `report`: its absolute path, if written. */
  done(report?: string): void;
  /** Reason of a failure; the first line is recorded. */
  fail(problem: string): void;
}

/** `runs` is the folder of such records in the cache; nothing fails without it. */
export function recordRun(runs: string | undefined, { cwd, ...about }: RunAbout, progress: Progress): RunRecorder {
  const folder = cacheFolder(runs, maxBytes);
  const begin = performance.now();
  const rows: RunRow[] = [];
  let droppedRows = 0;
  let currentRow: RunRow | undefined;
  let trials: RunTrials | undefined;
  const secondsLeftOf = timeLeft(() => performance.now());
  let ended: RunRecord["ended"];
  let report: string | undefined;
  let problem: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const owner = markText(ownMark());
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const record: RunRecord = {
      ...about,
      owner,
      rows: [...rows],
      before: droppedRows,
      ...(currentRow && { now: currentRow }),
      ...(trials && { trials }),
      ...(ended && { ended }),
      ...(problem !== undefined && { problem }),
      ...(report !== undefined && { report }),
    };
    writing = writing.then(() => folder.put(keyOf(cwd), Buffer.from(JSON.stringify(record))));
  };
  const rowOf = ({ stage, message }: ProgressEvent): RunRow => ({
    stage,
    message: message.slice(0, mostText).toWellFormed(),
    at: Math.round(performance.now() - begin),
  });
  write();
  return {
    progress(event) {
      progress(event);
      if (event.trial !== undefined) {
        const secondsLeft = secondsLeftOf(event.trial);
        trials = { ...event.trial, ...(secondsLeft !== undefined && { secondsLeft }) };
      } else if (event.done === true) trials = undefined;
      if (event.line === true || event.done === true) {
        rows.push(rowOf(event));
        currentRow = undefined;
        if (rows.length > mostRows) droppedRows += rows.splice(0, rows.length - mostRows).length;
      } else currentRow = rowOf(event);
      timer ??= setTimeout(write, writeIntervalMs).unref();
    },
    done: (path) => void ([ended, report] = ["done", path]),
    fail: (text) => void ([problem] = [(text.split("\n")[0] ?? "").slice(0, mostText).toWellFormed()]),
    async [Symbol.asyncDispose]() {
      ended ??= "failed";
      currentRow = undefined;
      write();
      await writing;
    },
  };
}

const rowSchema = z.object({ stage: z.string(), message: z.string(), at: z.number() });
const trialsSchema = z.object({
  number: z.int().positive(),
  about: z.exactOptional(z.int().positive()),
  secondsLeft: z.exactOptional(z.number().nonnegative()),
});
const schema = z.object({
  verb: z.string(),
  target: z.string(),
  began: z.string(),
  owner: z.string(),
  rows: z.array(rowSchema).max(mostRows),
  before: z.number(),
  now: rowSchema.optional(),
  trials: trialsSchema.optional(),
  ended: z.enum(["done", "failed"]).optional(),
  problem: z.string().optional(),
  report: z.string().optional(),
});

/** State of the run that was started last in a folder; undefined where unknown. */
export async function lastRun(runs: string | undefined, cwd: string): Promise<RunSeen | undefined> {
  const bytes = await cacheFolder(runs, maxBytes).get(keyOf(cwd));
  if (bytes === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(bytes.toString()));
  // A record of another version of hullproof.
  if (!parsed.success) return undefined;
  const { now, trials, ended, report, problem, ...rest } = parsed.data;
  const record = {
    ...rest,
    ...(problem !== undefined && { problem }),
    ...(now && { now }),
    ...(trials && { trials }),
    ...(report !== undefined && { report }),
  };
  if (ended !== undefined) return { ...record, ended, state: ended };
  const owner = parseMark(record.owner);
  const isGone = owner !== undefined && markLiveness(owner) === "dead";
  return { ...record, state: isGone ? "killed" : "running" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyOf(cwd: string): string {
  return createHash("sha256").update(`run\0${cwd}`).digest("hex");
}
