import type { Finding } from "../../../domain/finding/finding.ts";
import type { AuditedContainer } from "../../../domain/report/audit.ts";
import type { AuditUpdate } from "./watch.ts";

/** State of a watch at one moment, for callers of its server. */
export interface WatchState {
  /** By target id. */
  readonly containers: ReadonlyMap<string, AuditedContainer>;
  readonly findings: readonly Finding[];
  /** Time of the last update, in milliseconds since 1970. */
  readonly lookedAt: number;
  readonly engineUp: boolean;
  readonly events: number;
}

export const initialState: WatchState = {
  containers: new Map(),
  findings: [],
  lookedAt: 0,
  engineUp: false,
  events: 0,
};

/** Returns the state after `update`, at the time `now`. */
export function updateState(current: WatchState, update: AuditUpdate, time: number): WatchState {
  if (update.kind === "lost") return { ...current, engineUp: false };
  const events = current.events + (update.kind === "event" ? 1 : 0);
  const { report } = update;
  const reported = report?.audit?.containers ?? [];
  const fresh = new Map(reported.map((container) => [container.target, container]));
  if (update.kind === "all")
    return { containers: fresh, findings: report?.findings ?? [], lookedAt: time, engineUp: true, events };
  // By id: a container may have been renamed, and a removed one has no name.
  const { id } = update.event;
  const former = [...current.containers].flatMap(([target, container]) => (container.id === id ? [target] : []));
  const replaced = new Set([
    ...former,
    ...(report?.targets ?? []).map((reportTarget) => reportTarget.id),
    ...fresh.keys(),
  ]);
  // Each container's report includes the engine.
  if (report !== undefined) replaced.add("engine");
  return {
    containers: new Map([...[...current.containers].filter(([target]) => !replaced.has(target)), ...fresh]),
    findings: [...current.findings.filter(({ target }) => !replaced.has(target)), ...(report?.findings ?? [])],
    lookedAt: time,
    engineUp: true,
    events,
  };
}
