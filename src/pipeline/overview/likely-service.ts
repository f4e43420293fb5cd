import { Failure } from "../../domain/failure.ts";
import type { Context } from "../context.ts";
import { readServiceOutlines, type ServiceOutline } from "../service-outlines.ts";

/**
 * The service that `harden` may do its steps at, where the project itself does not tell: one that is built here, that publishes a port of the web, or that needs others.
 * Undefined where `harden` finds it, and where the file can't be read.
 */
export function likelyService(file: string, context: Context): string | undefined {
  try {
    const services = readServiceOutlines([file], context);
    const published = services.filter(({ ports }) => ports.length > 0);
    return published.length === 1 || services.length < 2 ? undefined : likeliest(services)?.name;
  } catch (error) {
    // What `check` says of it is not asked here.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** The service that a workload is most likely done at; undefined where there is none. */
export function likeliest(services: readonly ServiceOutline[]): ServiceOutline | undefined {
  const published = services.filter(({ ports }) => ports.length > 0);
  return (published.length > 0 ? published : services).toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
}

/** Ports that services of the web listen on. */
const webPorts = new Set(["80", "443", "3000", "5000", "8000", "8080", "8443"]);

function scoreOf({ isBuilt, needs, ports }: ServiceOutline): number {
  const isWeb = ports.some(({ target }) => webPorts.has(target));
  return (isBuilt ? 4 : 0) + (isWeb ? 2 : 0) + (needs.length > 0 ? 1 : 0);
}
