import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { entriesOf, keysOf, parseJsonObject } from "../text/json.ts";
import { distinct, withoutRepeats, wordOf } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { isObject } from "../../../formats/json/values.ts";

/** Packages of `packages.lock.json`, for each target framework (NuGet documentation, "Locking dependencies"); `Project` entries are the solution's own. */
const nugetLock: Ecosystem = {
  name: "nuget-lock",
  type: "nuget",
  looksAt: { names: ["packages.lock.json"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const frameworks = entriesOf(parseJsonObject(body.read(0, body.size)).dependencies);
    const lockedPackages = frameworks.flatMap(([, packages]) =>
      entriesOf(packages).flatMap(([name, entry]) => locked(name, entry)),
    );
    return lockedPackages.length === 0 ? undefined : { packages: withoutRepeats(lockedPackages) };
  },
};

function locked(key: string, entry: unknown): readonly FoundPackage[] {
  const name = wordOf(key);
  const version = isObject(entry) && entry.type !== "Project" ? wordOf(entry.resolved) : undefined;
  if (name === undefined || version === undefined || !isObject(entry)) return [];
  const dependsOn = distinct(keysOf(entry.dependencies).map((needed) => wordOf(needed)));
  return [{ name, version, ...(dependsOn === undefined ? {} : { dependsOn }), declared: true }];
}

export default nugetLock;
