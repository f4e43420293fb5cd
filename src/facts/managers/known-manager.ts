import { packageManagers } from "./index.ts";
import type { PackageManager } from "./package-manager.ts";

const byName: ReadonlyMap<string, PackageManager> = new Map(packageManagers.map((one) => [one.name, one]));

/** By `PackageCall.manager`. */
export function knownManager(name: string): PackageManager | undefined {
  return byName.get(name);
}

/** Whether code of the packages that it installs may run, and comes from others than the distribution. */
export function runsPackageCode(name: string): boolean {
  const manager = byName.get(name);
  return manager?.system === undefined && manager?.runsPackages === undefined;
}
