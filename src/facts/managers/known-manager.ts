import { packageManagers } from "./index.ts";
import type { PackageManager } from "./package-manager.ts";

const byName: ReadonlyMap<string, PackageManager> = new Map(packageManagers.map((manager) => [manager.name, manager]));

/** By `PackageCall.manager`. */
export function knownManager(name: string): PackageManager | undefined {
  return byName.get(name);
}
