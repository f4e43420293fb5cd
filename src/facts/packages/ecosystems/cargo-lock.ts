import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { distinct, withoutRepeats, wordOf } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { tomlString, tomlStrings, tomlTables } from "../text/toml-tables.ts";

/** Packages of `Cargo.lock` (The Cargo Book). Those without a `source` are the workspace's own. The file does not separate development from production. */
const cargoLock: Ecosystem = {
  name: "cargo-lock",
  type: "cargo",
  looksAt: { names: ["Cargo.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const packages: FoundPackage[] = [];
    for (const { header, values } of tomlTables(decode(body.read(0, body.size)))) {
      const name = wordOf(tomlString(values.get("name")));
      const version = wordOf(tomlString(values.get("version")));
      if (header !== "package" || !values.has("source") || name === undefined || version === undefined) continue;
      // `name`, or `name version (source)` where the name alone is not enough.
      const needed = tomlStrings(values.get("dependencies")).map((dependency) => dependency.split(" ", 1)[0]);
      const dependsOn = distinct(needed);
      addBounded(packages, { name, version, ...(dependsOn === undefined ? {} : { dependsOn }), declared: true });
    }
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

export default cargoLock;
