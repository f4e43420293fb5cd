import type { StoppableThread } from "../../domain/stoppable-thread.ts";
import { Failure } from "../../domain/failure.ts";
import type { ReadRefusal } from "../../domain/fleet/image-record.ts";
import { digestText, isOutage, type Transaction } from "../../sources/fleet/database.ts";
import type { CountRequest } from "../../sources/image/registry/counted-transport.ts";
import { priorities, type Attempt } from "../../sources/fleet/queue.ts";
import { recordImage } from "../../sources/fleet/record-image.ts";
import { findImagePlace, pauseRegistry, postponeImage, refuseImage } from "../../sources/fleet/work.ts";
import { pause, type Fleet, type FleetContext } from "./fleet.ts";
import type { performReadTask, ReadTask } from "./read-task.ts";
import { requestCounter } from "./request-counter.ts";
import { codeStamp } from "../image/code-stamps.ts";
import { workQueue, type Performer } from "./work-queue.ts";

type ReadResult = Awaited<ReturnType<typeof performReadTask>>;

/** Limits of one image; those of layers are the readers' own. */
const limits = { milliseconds: 1_800_000, stallMs: 60_000 };
/** Memory of a reader, in MiB. */
export const readerMegabytes = 768;
/** Attempts before an image is refused until other code reads it. */
const maxAttempts = 3;
/** Time between two looks at an empty queue. */
const idleMs = 2_000;

/** Time between two looks at a database that is away or full. */
const outageMs = 2_000;

/** Reads images until the signal, each in one of `readers` threads. */
export async function readImages(fleet: Fleet, readers: number): Promise<void> {
  if (readers === 0) return;
  await using threads = new AsyncDisposableStack();
  const performers = Array.from({ length: readers }, (): Performer => {
    const thread = threads.use(fleet.context.openThread(readerMegabytes));
    return (attempt) => readJob(fleet, attempt, thread);
  });
  await workQueue(fleet, "image", idleMs, performers);
}

/** Refuses images whose readers ended three times without a word. */
export function refuseImages({ database, queue, context }: Fleet): Promise<void> {
  return workQueue({ database, queue, context }, "refuse", 15_000, [
    (attempt) =>
      database.transaction(async (transaction) => {
        const reason = `its reader ended ${maxAttempts} times before it was through`;
        await refuseImage(transaction.query, attempt.subject, codeStamp("packages"), reason);
        await queue.complete(attempt, transaction);
      }),
  ]);
}

async function readJob(fleet: Fleet, attempt: Attempt, thread: StoppableThread): Promise<void> {
  const { database, queue, context } = fleet;
  const { subject } = attempt;
  const place = await findImagePlace(database.query, subject);
  // Else it and the code that wants it to be read again would do so in turn, until this process ends.
  const isOlder = attempt.priority === priorities.renewal && place?.facts === codeStamp("packages");
  if (isOlder) queue.leaveRenewals();
  if (place === undefined || place.paused || isOlder) {
    await database.transaction(async (transaction) => {
      await postponeImage(transaction.query, subject);
      await queue.complete(attempt, transaction);
    });
    return;
  }
  const reference = `${place.host}/${place.repository}@${digestText(place.digest)}`;
  const result = await readImageInThread(thread, reference, context, requestCounter(database.query, place));
  if ("record" in result) {
    await commit(fleet, async (transaction) => {
      await recordImage(transaction, subject, codeStamp("packages"), result.record);
      await queue.complete(attempt, transaction);
    });
    return;
  }
  const { kind, reason, waitMs = 0 } = result.refusal;
  if (kind === "trouble" && attempt.retryCount < maxAttempts - 1) throw new Error(reason);
  await commit(fleet, async (transaction) => {
    const { query } = transaction;
    if (kind === "limited") {
      // It costs no attempt: the image waits with its registry.
      await pauseRegistry(query, place.registry, waitMs, reason);
      await postponeImage(query, subject);
    } else await refuseImage(query, subject, codeStamp("packages"), reason);
    await queue.complete(attempt, transaction);
  });
}

/** Waits while the database is away or full, which costs no attempt. */
async function commit(
  { database, context: { signal } }: Fleet,
  action: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await database.transaction(action);
    } catch (error) {
      if (signal.aborted || !isOutage(error)) throw error;
    }
    await pause(outageMs, signal);
  }
}

/** Reads `registry/name@digest` in a thread with limits, with the cache of the context. Throws `Failure` (`interrupted`). */
export async function readImageInThread(
  thread: StoppableThread,
  reference: string,
  context: FleetContext,
  count: CountRequest | undefined,
): Promise<ReadResult> {
  const { cwd, config, cacheFolder, cacheBytes, signal } = context;
  const task: ReadTask = {
    reference,
    cwd,
    ...(config.registries && { registries: config.registries }),
    ...(cacheFolder !== undefined && { cacheFolder }),
    ...(cacheBytes !== undefined && { cacheBytes }),
    isCounted: count !== undefined,
  };
  try {
    return await thread.ask<ReadResult>(
      reference,
      { kind: "fleet-read", task },
      { ...limits, signal, ...(count && { asked: count }) },
    );
  } catch (error) {
    // Over a limit of time or memory.
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    return { refusal: { kind: "damaged", reason: error.message } satisfies ReadRefusal };
  }
}
