import { heartbeatSeconds, LostAttempt, type Attempt, type QueueName } from "../../sources/fleet/queue.ts";
import { repeatUntil, type Fleet } from "./fleet.ts";

/**
 * Takes jobs of a queue one after the other until the signal. An attempt that throws is tried again by the queue; one that another process
 * got meanwhile is dropped, with all that it wrote.
 */
export function workQueue(
  { queue, context }: Fleet,
  name: QueueName,
  idleMs: number,
  perform: (attempt: Attempt) => Promise<void>,
): Promise<void> {
  return repeatUntil(context, idleMs, async () => {
    const attempt = await queue.take(name);
    if (attempt === undefined) return false;
    const beat = setInterval(() => void queue.touch(attempt).catch(() => {}), (heartbeatSeconds * 1_000) / 3);
    try {
      await perform(attempt);
    } catch (error) {
      if (error instanceof LostAttempt) return true;
      const { message } = error as Error;
      if (!context.signal.aborted) context.report(`${name} ${attempt.subject}: ${message}`);
      await queue.fail(attempt, message);
    } finally {
      clearInterval(beat);
    }
    return true;
  });
}
