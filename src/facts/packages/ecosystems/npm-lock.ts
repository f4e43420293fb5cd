import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { fitsLinux, npmDependencies, npmLicenses, npmPackage, unaliased } from "../npm/npm-package.ts";
import type { JsonObject } from "../text/json.ts";
import { entriesOf, parseJsonObject } from "../text/json.ts";
import { withoutRepeats } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { isObject } from "../../../formats/json/values.ts";

const marker = "node_modules/";

/**
 * Packages of `package-lock.json` and `npm-shrinkwrap.json`, version 1 to 3 (npm docs, package-lock.json). Left out: what only development
 * needs (production images rarely install it; where they do, its manifest says so), what cannot run on Linux, and the project's own folders.
 */
const npmLock: Ecosystem = {
  name: "npm-lock",
  type: "npm",
  looksAt: { names: ["package-lock.json", "npm-shrinkwrap.json"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const lock = parseJsonObject(body.read(0, body.size));
    // Version 2 has both; `packages` is the complete one.
    const packages = isObject(lock.packages) ? ofPackages(lock.packages) : ofDependencies(lock.dependencies);
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

/** Version 2 and 3: one flat table by folder (`node_modules/a/node_modules/@b/c`); the project itself is `""`. */
function ofPackages(packages: JsonObject): readonly FoundPackage[] {
  return Object.entries(packages).flatMap(([folder, entry]) => {
    const start = folder.lastIndexOf(marker);
    if (start === -1 || !isObject(entry) || entry.link === true || entry.dev === true) return [];
    // An alias has its real name written out.
    const name = entry.name ?? folder.slice(start + marker.length);
    return isLocal(entry.resolved) || !fitsLinux(entry.os) ? [] : readEntry(name, entry.version, entry);
  });
}

/** Version 1: tables nest as folders do. A list of tasks, not recursion: depth is a stranger's choice. */
function ofDependencies(dependencies: unknown): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  const open: unknown[] = [dependencies];
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    for (const [name, entry] of entriesOf(table)) {
      if (!isObject(entry)) continue;
      if (entry.dependencies !== undefined) open.push(entry.dependencies);
      if (entry.dev === true || isLocal(entry.version)) continue;
      const version =
        typeof entry.version === "string" && entry.version.startsWith("npm:")
          ? entry.version.slice(entry.version.lastIndexOf("@") + 1)
          : entry.version;
      // Its `dependencies` are the packages nested below it, not what it needs.
      packages.push(...readEntry(unaliased(name, entry.version), version, { requires: entry.requires }));
    }
  }
  return packages;
}

function isLocal(place: unknown): boolean {
  return typeof place === "string" && (place.startsWith("file:") || place.startsWith("link:"));
}

function readEntry(name: unknown, version: unknown, entry: JsonObject): readonly FoundPackage[] {
  const packageRecord = npmPackage(name, version);
  if (packageRecord === undefined) return [];
  const licenses = npmLicenses(entry);
  const dependsOn = npmDependencies(entry);
  return [
    {
      ...packageRecord,
      ...(licenses === undefined ? {} : { licenses }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
      declared: true,
    },
  ];
}

export default npmLock;
