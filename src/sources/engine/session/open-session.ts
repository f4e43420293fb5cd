import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import type { SafetyLimits } from "../../../domain/workload/safety.ts";
import { usualSafety } from "../safety/safety.ts";
import { temporaryFailure } from "../../leftovers/private-folder.ts";
import { register } from "../../leftovers/run-registry.ts";
import { labelsOf, mark, runName } from "./labels.ts";
import { findOrphanedResources, ownerFile } from "./orphaned-resources.ts";
import { ownOwner, type Owner } from "./own-owner.ts";
import { sweep } from "./sweep.ts";
import type { Engine, EngineSession } from "../types.ts";

export interface RunOptions {
  /** Aborted on Ctrl-C or SIGTERM by the owner of the process's signal handlers. */
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Receives removed leftovers (stage `sweep`) and failed removals (stage `cleanup`). Default: ignored. */
  readonly progress?: Progress;
  /** Receives the objects that would be left behind if this process ended now, after each change. */
  readonly made?: (run: string, names: readonly string[]) => void;
  /** Replaces the default safety limits. */
  readonly safety?: Partial<SafetyLimits>;
}

interface Deferred {
  readonly name: string;
  readonly remove: () => Promise<void>;
  /** Whether it is being removed. */
  going?: Promise<void>;
}

/** Time limit of one disposal step. */
const stepTimeoutMs = 90_000;

/** Opens a run after removing the leftovers of killed runs. Always dispose it (`await using`). */
export async function openEngineSession(engine: Engine, options: RunOptions = {}): Promise<EngineSession> {
  const tell: Progress = options.progress ?? (() => {});
  for (const line of await sweep(engine, options.now)) tell({ stage: "sweep", message: line, done: true });

  const id = `hp-${randomBytes(6).toString("hex")}`;
  const owner = await ownOwner();
  const folder = join(tmpdir(), runName(id));
  const forget = await makeRunFolder(folder, owner);

  const controller = new AbortController();
  const onAbort = () => controller.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const stopWatching = watchEngine(engine, id, controller);

  const notes: string[] = [];
  const deferred: Deferred[] = [];
  let hasFiltered = false;
  const tellMade = () => options.made?.(id, [folder, ...deferred.map(({ name }) => name)]);
  tellMade();
  let disposal: Promise<void> | undefined;
  const dispose = async () => {
    stopWatching();
    options.signal?.removeEventListener("abort", onAbort);
    if (!controller.signal.aborted) controller.abort(ended());
    let isGone = true;
    while (deferred.length > 0) {
      const last = deferred.pop();
      // Waits for removals that are already in progress.
      if (last !== undefined)
        isGone = (await attempt(tell, { ...last, remove: () => last.going ?? last.remove() })) && isGone;
      tellMade();
    }
    // The engine may have finished an object after its creator gave up on the signal.
    const remainingObjects = { name: "what is left of this run", remove: () => removeRest(engine, id, hasFiltered) };
    isGone = (await attempt(tell, remainingObjects)) && isGone;
    // Last: other processes cannot judge a run without its folder.
    await attempt(tell, { name: folder, remove: () => rm(folder, { recursive: true, force: true }) });
    // Its record tells the next run about remaining objects and their owner.
    if (isGone) forget();
    options.made?.(id, []);
  };

  return {
    engine,
    id,
    labels: labelsOf(id, owner),
    folder,
    signal: controller.signal,
    notes,
    note(text) {
      if (notes.includes(text)) return;
      notes.push(text);
      tell({ stage: "safety", message: text, done: true });
    },
    safety: { ...usualSafety(engine.info), ...options.safety },
    defer(name, remove) {
      if (name.startsWith("firewall chain ")) hasFiltered = true;
      const entry: Deferred = { name, remove };
      deferred.push(entry);
      tellMade();
      // It counts as created until it is gone: a removal may run in parallel, and the process may end meanwhile.
      const goOn = async () => {
        try {
          await remove();
        } catch (error) {
          // The disposal will retry the removal.
          delete entry.going;
          throw error;
        }
        const at = deferred.indexOf(entry);
        if (at !== -1) deferred.splice(at, 1);
        tellMade();
      };
      return () => (entry.going ??= goOn());
    },
    [Symbol.asyncDispose]: () => (disposal ??= dispose()),
  };
}

/** Also recorded outside of TMPDIR: the next run may have another one. */
async function makeRunFolder(folder: string, owner: Owner): Promise<() => void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    await writeFile(join(folder, ownerFile), JSON.stringify(owner));
  } catch (error) {
    throw temporaryFailure(error);
  }
  return register(folder);
}

/** Tries one removal within its time limit; a failure is reported, not thrown, so that the next one runs. Returns whether it is gone. */
async function attempt(tell: Progress, { name, remove }: Deferred): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${stepTimeoutMs / 1000} s`)), stepTimeoutMs);
  });
  try {
    await Promise.race([remove(), tooLong]);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell({ stage: "cleanup", message: `could not remove ${name}: ${reason} The next run tries again.` });
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function removeRest(engine: Engine, run: string, filtered: boolean): Promise<void> {
  const problems: unknown[] = [];
  for (const leftover of await findOrphanedResources(engine, run, filtered)) {
    if (leftover.kind === "folder") continue;
    await leftover.remove().catch((error: unknown) => problems.push(error));
  }
  if (problems.length > 0) throw problems[0];
}

/**
 * An open event stream reports at once when the engine dies, even while hullproof waits for something else. A silent
 * engine is normal here, so there is no timeout.
 */
function watchEngine(engine: Engine, run: string, controller: AbortController): () => void {
  const stop = new AbortController();
  const filters = JSON.stringify({ label: [`${mark.run}=${run}`] });
  const watch = async () => {
    const events = await engine.open({
      method: "GET",
      path: "/events",
      query: { filters },
      timeoutMs: 0,
      signal: stop.signal,
    });
    for await (const _ of events) if (stop.signal.aborted) return;
    throw new Failure(
      "engine-died",
      `The engine at ${engine.info.endpoint} closed its event stream: it is shutting down.`,
      {
        hint: "Start the engine and run again; what is left over is removed then.",
      },
    );
  };
  watch().catch((error: unknown) => {
    if (!stop.signal.aborted) controller.abort(error);
  });
  return () => stop.abort();
}

function ended(): Failure {
  return new Failure("interrupted", "The run has ended.", {
    hint: "This is a fault of hullproof when you see it: please report it.",
  });
}
