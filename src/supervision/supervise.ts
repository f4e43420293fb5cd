import { text as readAll } from "node:stream/consumers";
import type { ThreadNote } from "../commands/open-apart.ts";
import { readKey } from "../commands/read-key.ts";
import { formatError } from "../commands/format-error.ts";
import { Failure } from "../domain/failure.ts";
import { stoppableThread } from "../sources/bounded/thread.ts";
import { endOwnPrograms } from "../sources/leftovers/end-programs.ts";
import { searchFrom, type Search } from "../pipeline/host/homes.ts";
import { startedIn } from "./host.ts";
import type { ThreadQuestion, VerbTask } from "./in-thread.ts";
import { openScreen } from "./screen.ts";
import { onSignals } from "./signals.ts";
import { openTerminals } from "./terminals.ts";

/** Time without a sign of life of the thread. Feeds are compiled in one step, which has no limit. */
const stallMs = 60_000;
/** Of a fleet, which runs for days: its server held 265 MiB without this limit, and 155 with it (npm run bench:fleet, 1,000 images). */
const youngMegabytes = 12;
/** Time limit for removing the objects of a terminated thread. */
const removeMs = 1_500;

/** Runs a verb in a thread and guarantees that it ends. */
export async function supervise(entry: URL, args: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const kill = new AbortController();
  const terminals = openTerminals(args);
  const { outputs, stdout, stderr, end } = terminals;
  const createdByRun = new Map<string, readonly string[]>();
  onSignals(stderr, createdByRun, { first: (why) => stop.abort(why), second: (why) => kill.abort(why) });
  const thread = stoppableThread({ entry, ...(args[0] === "fleet" && { youngMegabytes }) });
  const screen = openScreen(process.stdin, terminals, stop.signal);
  const task: VerbTask = {
    kind: "verb",
    args,
    cwd: startedIn(process),
    outputs,
    terminal: process.stdin.isTTY === true,
    whole: true,
    ...(args.includes("-") && { stdin: await readAll(process.stdin) }),
  };
  try {
    process.exitCode = await thread.ask<number>(`hullproof ${args[0] ?? ""}`, task, {
      stallMs: args[0] === "advisories" ? Infinity : stallMs,
      signal: stop.signal,
      kill: kill.signal,
      heard: (note) => {
        const { made: created, written, redrawn, screen: rows } = note as ThreadNote;
        if (created !== undefined) createdByRun.set(created.run, created.names);
        if (written?.to === "stdout") stdout.write(written.text, written.syntax);
        if (written?.to === "stderr") stderr.write(written.text, written.syntax);
        if (redrawn !== undefined) stderr.redraw(redrawn);
        if (rows === null) screen.close();
        else if (rows !== undefined) screen.draw(rows);
        return created !== undefined;
      },
      asked: (question) =>
        (question as ThreadQuestion).kind === "screen" ? screen.next() : readKey(process.stdin, stop.signal),
    });
    screen.close();
    await thread[Symbol.asyncDispose]();
    if (stop.signal.aborted) endOwnPrograms();
    await end();
  } catch (error) {
    screen.close();
    // A terminated thread cannot end its child processes, and their own children are unknown.
    endOwnPrograms();
    const notRemoved = await removeWithin(
      kill.signal.aborted ? 0 : removeMs,
      createdByRun,
      searchFrom({ cwd: task.cwd, env: process.env }, args),
    );
    stderr.write(`${formatError(withLeft(error, notRemoved), process.env)}\n`);
    process.exitCode = 2;
    await end();
    // Does not wait for the thread: its work may never end.
    if (thread.stuck) process.kill(process.pid, "SIGKILL");
    process.exit();
  }
}

/** Removes the remaining objects, and returns those that could not be removed. */
async function removeWithin(
  milliseconds: number,
  createdByRun: ReadonlyMap<string, readonly string[]>,
  search: Search,
): Promise<string[]> {
  const runs = [...createdByRun].filter(([, names]) => names.length > 0);
  if (runs.length === 0) return [];
  const removed = new Set<string>();
  if (milliseconds > 0) {
    const { removeRun } = await import("../sources/engine/session/remove-session.ts");
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    const removals = runs.map(([run, names]) =>
      removeRun(run, search, containersOf(names)).then(
        () => removed.add(run),
        () => {},
      ),
    );
    await Promise.race([Promise.all(removals), late]).finally(() => clearTimeout(timer));
  }
  return runs.flatMap(([run, names]) => (removed.has(run) ? [] : names));
}

/** Names of containers among the objects that a run created, or was about to create. */
function containersOf(names: readonly string[]): string[] {
  return names.flatMap((name) => (name.startsWith("container ") ? [name.slice("container ".length)] : []));
}

function withLeft(error: unknown, notRemoved: readonly string[]): unknown {
  if (notRemoved.length === 0 || !(error instanceof Failure)) return error;
  return new Failure(error.code, error.message, {
    hint: `Not removed in time, the next run does it: ${notRemoved.join(", ")}.`,
    cause: error,
  });
}
