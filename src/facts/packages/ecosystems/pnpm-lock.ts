import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { fitsLinux, npmPackage } from "../npm/npm-package.ts";
import type { PnpmEntry, PnpmLockFile } from "../npm/pnpm-lock-file.ts";
import { nameAndVersion, readPnpmLock } from "../npm/pnpm-lock-file.ts";
import { distinct, withoutRepeats } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

/** Packages of `pnpm-lock.yaml`, version 5 to 9 (https://pnpm.io/lockfile-format), without development packages and those that cannot run on Linux. */
const pnpmLock: Ecosystem = {
  name: "pnpm-lock",
  type: "npm",
  looksAt: { names: ["pnpm-lock.yaml"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const lock = readPnpmLock(decode(body.read(0, body.size)));
    const packages = lock.snapshots.length > 0 ? ofSnapshots(lock) : ofPackages(lock);
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

/** Version 5 to 8: one table, with `dev: true` on what only development needs. */
function ofPackages(lock: PnpmLockFile): readonly FoundPackage[] {
  return lock.packages.flatMap((entry) => (entry.fields.get("dev") === "true" ? [] : readEntry(entry, entry)));
}

/** Version 9: dependencies are in the snapshots, and only a walk from the projects separates production from development. */
function ofSnapshots(lock: PnpmLockFile): readonly FoundPackage[] {
  const facts = new Map(lock.packages.map((entry) => [entry.key, entry]));
  const snapshots = new Map(lock.snapshots.map((entry) => [entry.key, entry]));
  const reached = new Set<string>();
  const open = lock.direct.map(([name, version]) => snapshotKey(name, version));
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const entry = snapshots.get(key);
    if (entry === undefined || reached.has(key)) continue;
    reached.add(key);
    for (const [name, version] of entry.dependencies) open.push(snapshotKey(name, version));
  }
  return lock.snapshots.flatMap((entry) => {
    if (!reached.has(entry.key)) return [];
    const bracket = entry.key.indexOf("(");
    return readEntry(entry, facts.get(bracket === -1 ? entry.key : entry.key.slice(0, bracket)));
  });
}

/** An alias's version is the whole key of its target: `real@1.2.3`. */
function snapshotKey(name: string, version: string): string {
  const bracket = version.indexOf("(");
  const withoutPeers = bracket === -1 ? version : version.slice(0, bracket);
  return withoutPeers.indexOf("@", 1) === -1 ? `${name}@${version}` : version;
}

function readEntry(entry: PnpmEntry, facts: PnpmEntry | undefined): readonly FoundPackage[] {
  const key = nameAndVersion(entry.key);
  const name = facts?.fields.get("name") ?? key?.[0];
  const version = facts?.fields.get("version") ?? key?.[1];
  const packageRecord = npmPackage(name, version);
  // `os: [darwin, linux]`
  const os = facts?.fields.get("os")?.replace(/[[\]'"\s]/g, "");
  if (packageRecord === undefined || !fitsLinux(os?.split(","))) return [];
  const dependsOn = distinct([...entry.dependencies].map(([alias, to]) => realName(alias, to)));
  return [{ ...packageRecord, ...(dependsOn === undefined ? {} : { dependsOn }), declared: true }];
}

/** The package of a dependency: its own name, unless the version is a key. */
function realName(alias: string, version: string): string {
  return nameAndVersion(version)?.[0] ?? alias;
}

export default pnpmLock;
