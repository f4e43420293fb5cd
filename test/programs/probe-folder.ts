import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Ecosystem, FoundPackage, PackageExtract } from "../../src/facts/packages/ecosystem.ts";
import { isShown, probeFile } from "../probe-file.ts";

export interface FolderFindings {
  readonly packages: readonly FoundPackage[];
  readonly about: NonNullable<PackageExtract["about"]>;
}

/** Shows every regular file below a real folder to the probes, as if the folder were the whole image; links are not followed. */
export function probeFolder(root: string, probes: readonly Ecosystem[]): FolderFindings {
  const packages: FoundPackage[] = [];
  const about: FolderFindings["about"][number][] = [];
  for (const path of filesBelow(root)) {
    for (const probe of probes) {
      if (!isShown(probe, path, lstatSync(path).size)) continue;
      const extract = probeFile(probe, path, readFileSync(path));
      packages.push(...(extract?.packages ?? []));
      about.push(...(extract?.about ?? []));
    }
  }
  return { packages, about };
}

function* filesBelow(folder: string): Generator<string, void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Distinct `name version`, sorted. */
export function versions(packages: Iterable<{ readonly name: string; readonly version: string }>): readonly string[] {
  return [...new Set([...packages].map(({ name, version }) => `${name} ${version}`))].sort();
}
