import { Failure } from "../../domain/failure.ts";
import type { Context } from "../context.ts";
import { inspectCompose } from "../inspect-compose.ts";

/** A service that is built from this folder, and the services that are started beside it. */
export interface ComposedService {
  readonly file: string;
  readonly service: string;
  readonly needs: readonly string[];
}

/** The first service of a Compose file with a build, where it depends on others; undefined where there is none, or the file can't be read. */
export function composedService(file: string, context: Context): ComposedService | undefined {
  const asked = { files: [file], found: [], profiles: [], envFiles: [], showValues: false };
  try {
    const { services } = inspectCompose(asked, context).compose ?? {};
    for (const [service, value] of Object.entries(objectOf(services))) {
      const { build, depends_on: needed } = objectOf(value);
      const needs = Object.keys(objectOf(needed));
      if (build !== undefined && needs.length > 0) return { file, service, needs };
    }
    return undefined;
  } catch (error) {
    // What `check` says of it is not asked here.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
