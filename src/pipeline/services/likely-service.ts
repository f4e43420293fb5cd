import { Failure } from "../../domain/failure.ts";
import type { Context } from "../context.ts";
import { readServiceOutlines, type ServiceOutline } from "./service-outlines.ts";

/**
 * The service for the steps of `harden`, where the project does not determine it: one that is built here, publishes a web port, or has dependencies.
 * Undefined where `harden` determines it, and for an unreadable file.
 */
export function likelyService(file: string, context: Context): string | undefined {
  try {
    const services = readServiceOutlines([file], context);
    const published = services.filter(({ ports }) => ports.length > 0);
    return published.length === 1 || services.length < 2 ? undefined : likeliest(services)?.name;
  } catch (error) {
    // `check` reports the file's problems.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** The most likely service for a workload; undefined without one. */
export function likeliest(services: readonly ServiceOutline[]): ServiceOutline | undefined {
  const published = services.filter(({ ports }) => ports.length > 0);
  return (published.length > 0 ? published : services).toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
}

/** Common ports of web services. */
const webPorts = new Set(["80", "443", "3000", "5000", "8000", "8080", "8443"]);

function scoreOf({ isBuilt, needs, ports }: ServiceOutline): number {
  const isWeb = ports.some(({ target }) => webPorts.has(target));
  return (isBuilt ? 4 : 0) + (isWeb ? 2 : 0) + (needs.length > 0 ? 1 : 0);
}
