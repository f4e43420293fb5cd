import { setTimeout } from "node:timers/promises";
import type { Container, Run } from "../../../sources/engine/types.ts";
import type { Root } from "./task-tree.ts";

interface ExecEvent {
  readonly Action?: string;
  readonly timeNano?: number;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

export interface ExecWatch {
  /** Processes that were started so far, by whomever; nothing is watched any more. */
  end(): Promise<Root[]>;
}

/** An event is reported at once; on a busy machine a little later. */
const lateMs = 50;

/** Of CLOCK_MONOTONIC, the clock of our traces. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/**
 * Watches for processes that are started in a container beside its own: they belong to it as the commands of the workload do
 * (Docker Engine API, "Monitor events" and "Inspect an exec instance"). Empty where the engine does not tell.
 */
export async function watchExecs({ engine, signal }: Run, container: Container): Promise<ExecWatch> {
  const filters = JSON.stringify({ type: ["container"], container: [container.id] });
  // Silence is usual. What is over is kept for the last 256 events of the whole engine only, so it is not asked for afterwards.
  const stream = await engine
    .open({ method: "GET", path: "/events", query: { filters }, timeoutMs: 0, signal })
    .catch(() => undefined);
  const lines: { readonly text: string; readonly clock: number }[] = [];
  let rest = "";
  stream?.on("data", (chunk: Buffer) => {
    // Of each event by itself: the clock of the day may be set meanwhile, and then stands elsewhere for those before and after.
    const clock = monotonicSeconds() - Date.now() / 1000;
    const parts = (rest + chunk.toString("utf8")).split("\n");
    rest = parts.pop() ?? "";
    for (const text of parts) lines.push({ text, clock });
  });
  // An engine that ends is noticed elsewhere.
  stream?.on("error", () => {});
  const close = async (): Promise<Root[]> => {
    await setTimeout(lateMs);
    stream?.destroy();
    const seen = new Map<string, number>();
    for (const { text, clock } of lines) {
      const { Action = "", timeNano = 0, Actor } = parse(text);
      const id = Actor?.Attributes?.["execID"];
      // Its pid is its own until it ends.
      if (id !== undefined && /^exec_(?:start|die)/u.test(Action)) seen.set(id, timeNano / 1e9 + clock);
    }
    const roots: Root[] = [];
    for (const [id, time] of seen) {
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
