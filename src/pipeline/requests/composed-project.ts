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

/** Without ranges: which of them a port is, only the engine knows. */
function publishedPorts({ name, ports }: ServiceOutline): [number, ServicePort][] {
  return ports.flatMap(({ published, target, isTcp }): [number, ServicePort][] =>
    isTcp && /^\d+$/u.test(published ?? "") && /^\d+$/u.test(target)
      ? [[Number(published), { service: name, port: Number(target) }]]
      : [],
  );
}
