import { ownValue } from "../../../domain/own-value.ts";
import type { Readable } from "node:stream";
import type { Engine } from "../types.ts";

/** Something that happened to a container. */
export interface ContainerEvent {
  readonly id: string;
  readonly name: string;
  /** `start`, `die`, `oom`, `update`, `health_status: unhealthy`, ... */
  readonly action: string;
}

/** Longest line that is read of the stream; an event with many labels has some kilobytes. */
const longestLine = 1024 * 1024;

/** The stream of what happens from now on. Silence is normal, so it has no time-out: `signal` ends it. Throws those of the engine's calls. */
export function openEvents(engine: Engine, signal?: AbortSignal): Promise<Readable> {
  const query = { filters: JSON.stringify({ type: ["container"] }) };
  return engine.open({ method: "GET", path: "/events", query, timeoutMs: 0, signal });
}

/** One after the other, until the engine closes the stream; what is no event is passed over. */
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
