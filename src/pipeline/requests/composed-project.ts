import type { ComposedProject, ServicePort } from "../../facts/requests/composed-target.ts";
import type { Context } from "../context.ts";
import { readServiceOutlines, type ServiceOutline } from "../services/service-outlines.ts";

/** The project of a service, which decides whose requests are whose. Throws `Failure` for unreadable files. */
export function composedProject(files: readonly string[], service: string, context: Context): ComposedProject {
  const outlines = readServiceOutlines(files, context);
  const companions = new Set(outlines.find(({ name }) => name === service)?.needs);
  // A set grows while it is walked: needs of needs start, too.
  for (const name of companions)
    for (const need of outlines.find((outline) => outline.name === name)?.needs ?? []) companions.add(need);
  companions.delete(service);
  return {
    service,
    services: new Set(outlines.map(({ name }) => name)),
    companions,
    published: new Map(outlines.flatMap(publishedPorts)),
  };
}

/** Ranges of the same length are published pair by pair; of a longer one of the host the engine takes any. */
function publishedPorts({ name, ports }: ServiceOutline): [number, ServicePort][] {
  return ports.flatMap(({ published = "", target, isTcp }): [number, ServicePort][] => {
    const [hostPorts, containerPorts] = [portsIn(published), portsIn(target)];
    if (!isTcp || hostPorts.length !== containerPorts.length) return [];
    return hostPorts.map((port, at) => [port, { service: name, port: containerPorts[at]! }]);
  });
}

/** A file with thousands of longer ranges would fill the memory. */
const maxRange = 1000;

/** `8000-8002` -> 8000, 8001, 8002; none of other texts. */
function portsIn(text: string): number[] {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/u.exec(text) ?? [];
  const length = first === undefined ? 0 : Number(last) - Number(first) + 1;
  return Array.from({ length: length > maxRange ? 0 : Math.max(0, length) }, (_, at) => Number(first) + at);
}
