import { Failure } from "../../domain/failure.ts";
import { isRecord } from "../../domain/is-record.ts";
import type { Context } from "../context.ts";
import { inspectCompose } from "../inspect-compose.ts";

/**
 * The service that `harden` may do its steps at, where the project itself does not tell: one that is built here, that publishes a port of the web, or that needs others.
 * Undefined where `harden` finds it, and where the file can't be read.
 */
export function likelyService(file: string, context: Context): string | undefined {
  const services = servicesOf(file, context);
  const published = services.filter(({ ports }) => ports.length > 0);
  if (published.length === 1 || services.length < 2) return undefined;
  const candidates = published.length > 0 ? published : services;
  return candidates.toSorted((a, b) => b.score - a.score)[0]?.name;
}

/** Ports that services of the web listen on. */
const webPorts = new Set(["80", "443", "3000", "5000", "8000", "8080", "8443"]);

function servicesOf(file: string, context: Context) {
  const request = { files: [file], found: [], profiles: [], envFiles: [], showValues: false };
  try {
    const services = inspectCompose(request, context).compose?.["services"];
    return Object.entries(isRecord(services) ? services : {}).map(([name, value]) => {
      const service = isRecord(value) ? value : {};
      const { build, ports: declared, depends_on: needed } = service;
      const ports = Array.isArray(declared) ? declared : [];
      const isWeb = ports.some((port) => isRecord(port) && webPorts.has(String(port["target"])));
      const needs = isRecord(needed) && Object.keys(needed).length > 0;
      return { name, ports, score: (build === undefined ? 0 : 4) + (isWeb ? 2 : 0) + (needs ? 1 : 0) };
    });
  } catch (error) {
    // What `check` says of it is not asked here.
    if (error instanceof Failure) return [];
    throw error;
  }
}
