import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";
import type { Report } from "../../../domain/report/report.ts";
import { containerEvents, openEvents, type ContainerEvent } from "../../../sources/engine/client/container-events.ts";
import type { Context } from "../../context.ts";
import { openAudit, type AuditOptions } from "./open-audit.ts";

/** Events of a watch, in order. */
export type AuditUpdate =
  /** All selected containers: at the start, and after the engine returns. */
  | { readonly kind: "all"; readonly report: Report }
  /** A container was started, paused, changed, renamed, killed or removed, or ended. Without a report it is gone. */
  | { readonly kind: "event"; readonly event: ContainerEvent; readonly report?: Report }
  /** The engine stopped answering; the watch retries until it answers. */
  | { readonly kind: "lost"; readonly reason: string };

/** Actions after which the report may differ. */
const relevantActions = /^(?:start|update|die|died|oom|rename|health_status: ?unhealthy|restart|pause|unpause)$/;

/** Actions after which no container remains, in the words of Docker and Podman. */
const removalActions = /^(?:destroy|remove)$/;

/** Milliseconds between two attempts to reach the engine. */
const retryMs = 1_000;

/** Milliseconds within which an engine accepts or refuses the event stream. */
const streamMs = 1_000;

/**
 * Reports once, then after each event of a container. Ends when the context's signal is aborted; survives a restart of the engine.
 * Throws where the engine is unreachable at the start, and for errors that are not the engine's.
 */
export async function* watchAudit(options: AuditOptions, context: Context): AsyncGenerator<AuditUpdate> {
  const { signal } = context;
  let reached = false;
  const ended = () => signal?.aborted === true;
  while (!ended()) {
    let reason = "it closed its event stream: it is shutting down";
    try {
      const opened = await openAudit(options, context);
      // Opens the stream before the report, so that no event between the two is missed.
      const stream = openEvents(opened.engine, signal);
      // A proxy may hold the response back until the first event: the report does not wait for it, a refusal arrives at once.
      stream.catch(() => {});
      await Promise.race([stream, sleep(streamMs, undefined, { ...(signal && { signal }) })]);
      try {
        const fullReport = await opened.report();
        yield { kind: "all", report: fullReport };
        reached = true;
        // A removed container matches no filter, so the ids of the last report decide.
        const knownIds = new Set(idsOf(fullReport));
        for await (const event of containerEvents(await stream)) {
          if (removalActions.test(event.action)) {
            if (knownIds.delete(event.id)) yield { kind: "event", event };
            continue;
          }
          if (!relevantActions.test(event.action)) continue;
          const report = await opened.reportOf(event.id);
          if (report === undefined) {
            if (knownIds.delete(event.id) || opened.isMeant(event)) yield { kind: "event", event };
            continue;
          }
          for (const id of idsOf(report)) knownIds.add(id);
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
