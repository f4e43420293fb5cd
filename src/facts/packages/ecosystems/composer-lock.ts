import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { composerPackages } from "../php/composer-packages.ts";
import { parseJsonObject } from "../text/json.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { isObject, listOf } from "../../../formats/json/values.ts";

/** Production packages of `composer.lock`: `packages`, without `packages-dev` (https://getcomposer.org/doc/01-basic-usage.md). */
const composerLock: Ecosystem = {
  name: "composer-lock",
  type: "composer",
  looksAt: { names: ["composer.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const entries = composerPackages(listOf(parseJsonObject(body.read(0, body.size)).packages));
    // `path` is a folder of the project.
    const packages = entries.filter(({ entry }) => !isObject(entry.dist) || entry.dist.type !== "path");
    return packages.length === 0
      ? undefined
      : { packages: packages.map((entry) => ({ ...entry.found, declared: true })) };
  },
};

export default composerLock;
