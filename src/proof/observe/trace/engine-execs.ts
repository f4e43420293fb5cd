import { setTimeout } from "node:timers/promises";
import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import type { Root } from "./task-tree.ts";

interface ExecEvent {
  readonly Action?: string;
  readonly timeNano?: number;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

export interface ExecWatch {
  /** All processes started so far; ends the watch. */
  end(): Promise<Root[]>;
}

/** An event is reported at once; on a busy machine a little later. */
const lateMs = 50;

/** Time of CLOCK_MONOTONIC, the clock of our traces. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/**
 * Watches for processes that the engine starts in a container besides its main one: they belong to it like the commands
 * of the workload (Docker Engine API, "Monitor events" and "Inspect an exec instance"). Empty if the engine does not
 * report them.
 */
export async function watchExecs({ engine, signal }: EngineSession, container: Container): Promise<ExecWatch> {
  const filters = JSON.stringify({ type: ["container"], container: [container.id] });
  // No events is the usual case. The engine only stores its last 256 events, so past ones are not requested.
  const stream = await engine
    .open({ method: "GET", path: "/events", query: { filters }, timeoutMs: 0, signal })
    .catch(() => undefined);
  const lines: { readonly text: string; readonly clock: number }[] = [];
  let partialLine = "";
  stream?.on("data", (chunk: Buffer) => {
    // Computed per event, since the wall clock may be set meanwhile.
    const clock = monotonicSeconds() - Date.now() / 1000;
    const parts = (partialLine + chunk.toString("utf8")).split("\n");
    partialLine = parts.pop() ?? "";
    for (const text of parts) lines.push({ text, clock });
  });
  // An engine that ends is noticed elsewhere.
  stream?.on("error", () => {});
  const close = async (): Promise<Root[]> => {
    await setTimeout(lateMs);
    stream?.destroy();
    const execTimes = new Map<string, number>();
    for (const { text, clock } of lines) {
      const { Action = "", timeNano = 0, Actor } = parse(text);
      const id = Actor?.Attributes?.["execID"];
      // Its pid is unique until it ends.
      if (id !== undefined && /^exec_(?:start|die)/u.test(Action)) execTimes.set(id, timeNano / 1e9 + clock);
    }
    const roots: Root[] = [];
    for (const [id, time] of execTimes) {
      const exec = await engine
        .call<{ Pid?: number }>({ method: "GET", path: `/exec/${encodeURIComponent(id)}/json`, accept: [404] })
        .catch(() => undefined);
      if (exec?.Pid !== undefined && exec.Pid > 0) roots.push({ pid: exec.Pid, at: time });
    }
    return roots;
  };
  let closed: Promise<Root[]> | undefined;
  return { end: () => (closed ??= close()) };
}

function parse(line: string): ExecEvent {
  try {
    return JSON.parse(line) as ExecEvent;
  } catch {
    // The last line may be cut off.
    return {};
  }
}
