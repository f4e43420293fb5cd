import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { NamedService, Service } from "./service.ts";

const folder = join(import.meta.dirname, "..");

/** One file a service; its name is the file's. */
export async function catalog(): Promise<readonly NamedService[]> {
  const names = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return Promise.all(
    names.toSorted().map(async (file) => {
      const { default: service } = (await import(join(folder, file))) as { readonly default: Service };
      return { ...service, name: file.slice(0, -".ts".length) };
    }),
  );
}
