import type { Container, Engine } from "../../sources/engine/types.ts";
import type { Root } from "./task-tree.ts";

interface ExecEvent {
  readonly Type?: string;
  readonly Action?: string;
  readonly timeNano?: number;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

/** Of CLOCK_MONOTONIC, the clock of our traces. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/**
 * Processes that the engine itself started in a container, such as those of its health check: they belong to it as the
 * commands of the workload do (Docker Engine API, "Monitor events" and "Inspect an exec instance"). `since` is in
 * milliseconds since 1970. Empty where the engine does not tell.
 */
export async function engineExecs(engine: Engine, container: Container, since: number): Promise<Root[]> {
  const ended = new Map<string, number>();
  try {
    const query = {
      since: (since / 1000).toFixed(3),
      until: (Date.now() / 1000).toFixed(3),
      filters: JSON.stringify({ type: ["container"], container: [container.id] }),
    };
    const stream = await engine.open({ method: "GET", path: "/events", query, timeoutMs: 5000 });
    let text = "";
    for await (const chunk of stream as AsyncIterable<Buffer>) text += chunk.toString("utf8");
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      const { Action = "", timeNano = 0, Actor } = JSON.parse(line) as ExecEvent;
      const id = Actor?.Attributes?.["execID"];
      // An exec's pid is its own until it ends.
      if (id !== undefined && /^exec_(?:start|die)/u.test(Action)) ended.set(id, timeNano / 1e9);
    }
  } catch {
    return [];
  }
  const clock = monotonicSeconds() - Date.now() / 1000;
  const roots: Root[] = [];
  for (const [id, time] of ended) {
    const exec = await engine
      .call<{ Pid?: number }>({ method: "GET", path: `/exec/${encodeURIComponent(id)}/json`, accept: [404] })
      .catch(() => undefined);
    if (exec?.Pid !== undefined && exec.Pid > 0) roots.push({ pid: exec.Pid, at: time + clock });
  }
  return roots;
}
