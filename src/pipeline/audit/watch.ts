import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { containerEvents, openEvents, type ContainerEvent } from "../../sources/engine/client/container-events.ts";
import type { Context } from "../context.ts";
import { openAudit, type AuditOptions } from "./open-audit.ts";

/** What a watch says, one after the other. */
export type Watched =
  /** All containers that are meant: at the start, and once the engine is back. */
  | { readonly kind: "all"; readonly report: Report }
  /** One of them was started, paused, changed, renamed, killed or removed, or ended. Without a report it is gone. */
  | { readonly kind: "event"; readonly event: ContainerEvent; readonly report?: Report }
  /** The engine no longer answers; it is asked again until it does. */
  | { readonly kind: "lost"; readonly reason: string };

/** After which something may be otherwise than it was. */
const telling = /^(?:start|update|die|died|oom|rename|health_status: ?unhealthy|restart|pause|unpause)$/;

/** After which there is nothing more to look at, in the words of Docker and Podman. */
const removal = /^(?:destroy|remove)$/;

/** Milliseconds between two tries to reach an engine that is gone. */
const retryMs = 1_000;

/** Milliseconds within which an engine says that it listens, or doesn't. */
const answerMs = 1_000;

/**
 * Looks once, then again at each container that something happens to. Ends when the context's signal is aborted; outlives an engine that is
 * restarted. Throws where the engine can't be reached at the start, and what is no trouble of the engine's.
 */
export async function* watchAudit(options: AuditOptions, context: Context): AsyncGenerator<Watched> {
  const { signal } = context;
  let reached = false;
  const ended = () => signal?.aborted === true;
  while (!ended()) {
    let reason = "it closed its event stream: it is shutting down";
    try {
      const opened = await openAudit(options, context);
      // First the stream, then the look: nothing that happens between the two is missed.
      const stream = openEvents(opened.engine, signal);
      // A proxy may hold the answer back until something happens: the look doesn't wait for it, a refusal is heard at once.
      stream.catch(() => {});
      await Promise.race([stream, sleep(answerMs, undefined, { ...(signal && { signal }) })]);
      try {
        const all = await opened.report();
        yield { kind: "all", report: all };
        reached = true;
        // Of one that is gone no filter can be asked; what was looked at was meant.
        const known = new Set(idsOf(all));
        for await (const event of containerEvents(await stream)) {
          if (removal.test(event.action)) {
            if (known.delete(event.id)) yield { kind: "event", event };
            continue;
          }
          if (!telling.test(event.action)) continue;
          const report = await opened.reportOf(event.id);
          if (report === undefined) {
            if (known.delete(event.id) || opened.isMeant(event)) yield { kind: "event", event };
            continue;
          }
          for (const id of idsOf(report)) known.add(id);
          yield { kind: "event", event, report };
        }
      } finally {
        void stream.then((open) => open.destroy()).catch(() => {});
      }
    } catch (error) {
      if (ended()) return;
      if (!reached || !isOfEngine(error)) throw error;
      reason = (error as Failure).message;
    }
    if (ended()) return;
    yield { kind: "lost", reason };
    await sleep(retryMs, undefined, { ...(signal && { signal }) }).catch(() => {});
  }
}

function idsOf({ audit }: Report): string[] {
  return (audit?.containers ?? []).map(({ id }) => id);
}

function isOfEngine(error: unknown): boolean {
  return (
    error instanceof Failure &&
    ["engine-died", "engine-unreachable", "timed-out", "engine-refused"].includes(error.code)
  );
}
