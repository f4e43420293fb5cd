import { heartbeatSeconds, LostAttempt, type Attempt, type QueueName } from "../../sources/fleet/queue.ts";
import { repeatUntil, type Fleet } from "./fleet.ts";

/** Does one job at a time. */
export type Performer = (attempt: Attempt) => Promise<void>;

/**
 * Takes jobs of a queue until the signal, as many at a time as there are performers; however many these are, an empty queue is asked once in
 * `idleMs`. An attempt that throws is tried again by the queue; one that another process got meanwhile is dropped, with all that it wrote.
 */
export async function workQueue(
  fleet: Fleet,
  name: QueueName,
  idleMs: number,
  performers: readonly Performer[],
): Promise<void> {
  const free = [...performers];
  const running = new Set<Promise<void>>();
  await repeatUntil(fleet.context, idleMs, async () => {
    if (free.length === 0) await Promise.race(running);
    const attempt = await fleet.queue.take(name);
    if (attempt === undefined) return false;
    const perform = free.pop();
    if (perform === undefined) throw new Error("a performer is free after the race");
    const work = performAttempt(fleet, attempt, perform).finally(() => {
      running.delete(work);
      free.push(perform);
    });
    running.add(work);
    return true;
  });
  await Promise.all(running);
}

async function performAttempt({ queue, context }: Fleet, attempt: Attempt, perform: Performer): Promise<void> {
  const beat = setInterval(() => void queue.touch(attempt).catch(() => {}), (heartbeatSeconds * 1_000) / 3);
  const { name, subject } = attempt;
  try {
    await perform(attempt);
  } catch (error) {
    if (error instanceof LostAttempt) return;
    const { message } = error as Error;
    if (!context.signal.aborted) context.report(`${name} ${subject}: ${message}`);
    // Without the database the queue finds out by itself that the attempt ended.
    await queue.fail(attempt, message).catch(() => {});
  } finally {
    clearInterval(beat);
  }
}
