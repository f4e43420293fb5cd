import type { Finding } from "../../domain/finding/finding.ts";
import type { AuditedContainer } from "../../domain/report/audit.ts";
import type { Watched } from "./watch.ts";

/** What a watch knows at a moment, for whoever asks from outside. */
export interface Current {
  /** By the id of its target. */
  readonly containers: ReadonlyMap<string, AuditedContainer>;
  readonly findings: readonly Finding[];
  /** Of the last look, in milliseconds since 1970. */
  readonly lookedAt: number;
  readonly engineUp: boolean;
  readonly events: number;
}

export const unknown: Current = { containers: new Map(), findings: [], lookedAt: 0, engineUp: false, events: 0 };

/** What is known after `watched`, at the time `now`. */
export function afterwards(before: Current, watched: Watched, now: number): Current {
  if (watched.kind === "lost") return { ...before, engineUp: false };
  const events = before.events + (watched.kind === "event" ? 1 : 0);
  const { report } = watched;
  const seen = report?.audit?.containers ?? [];
  const fresh = new Map(seen.map((one) => [one.target, one]));
  if (watched.kind === "all")
    return { containers: fresh, findings: report?.findings ?? [], lookedAt: now, engineUp: true, events };
  // By its id: it may have got another name, and one that is removed has none.
  const { id } = watched.event;
  const former = [...before.containers].flatMap(([target, one]) => (one.id === id ? [target] : []));
  const replaced = new Set([...former, ...(report?.targets ?? []).map((one) => one.id), ...fresh.keys()]);
  // The engine is judged with each container.
  if (report !== undefined) replaced.add("engine");
  return {
    containers: new Map([...[...before.containers].filter(([target]) => !replaced.has(target)), ...fresh]),
    findings: [...before.findings.filter(({ target }) => !replaced.has(target)), ...(report?.findings ?? [])],
    lookedAt: now,
    engineUp: true,
    events,
  };
}
