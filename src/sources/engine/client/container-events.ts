import { ownValue } from "../../../domain/own-value.ts";
import type { Readable } from "node:stream";
import type { Engine } from "../types.ts";

/** An event of a container. */
export interface ContainerEvent {
  readonly id: string;
  readonly name: string;
  /** `start`, `die`, `oom`, `update`, `health_status: unhealthy`, ... */
  readonly action: string;
}

/** Maximum length of a line in the stream; an event with many labels has a few kilobytes. */
const longestLine = 1024 * 1024;

/** The stream of future events. Silence is normal, so there is no timeout: `signal` ends it. Throws those of the engine's calls. */
export function openEvents(engine: Engine, signal?: AbortSignal): Promise<Readable> {
  const query = { filters: JSON.stringify({ type: ["container"] }) };
  return engine.open({ method: "GET", path: "/events", query, timeoutMs: 0, signal });
}

/** Yields events until the engine closes the stream; other lines are skipped. */
export async function* containerEvents(stream: AsyncIterable<Buffer | string>): AsyncGenerator<ContainerEvent> {
  let partialLine = "";
  for await (const chunk of stream) {
    const lines = (partialLine + chunk.toString()).split("\n");
    partialLine = lines.pop() ?? "";
    if (partialLine.length > longestLine) partialLine = "";
    for (const line of lines) {
      const event = eventOf(line);
      if (event !== undefined) yield event;
    }
  }
}

function eventOf(line: string): ContainerEvent | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  const actor = field(event, "Actor");
  const [id, name, action] = [field(actor, "ID"), field(field(actor, "Attributes"), "name"), field(event, "Action")];
  if (field(event, "Type") !== "container" || typeof id !== "string" || typeof action !== "string") return undefined;
  return { id, action, name: typeof name === "string" ? name : id.slice(0, 12) };
}

function field(of: unknown, key: string): unknown {
  return typeof of === "object" && of !== null ? ownValue(of as Record<string, unknown>, key) : undefined;
}
