import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { composerPackages } from "../php/composer-packages.ts";
import { listOf, parseJsonObject } from "../text/json.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

/** What `composer.lock` names for production: `packages`, without `packages-dev` (https://getcomposer.org/doc/01-basic-usage.md). */
const composerLock: Ecosystem = {
  name: "composer-lock",
  type: "composer",
  looksAt: { names: ["composer.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const found = composerPackages(listOf(parseJsonObject(body.read(0, body.size)).packages));
    return found.length === 0 ? undefined : { packages: found.map((one) => ({ ...one.found, declared: true })) };
  },
};

export default composerLock;
