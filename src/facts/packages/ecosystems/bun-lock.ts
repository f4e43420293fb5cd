import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { fitsLinux, npmDependencies, npmPackage } from "../npm/npm-package.ts";
import { entriesOf, parseJsonText } from "../text/json.ts";
import { withoutRepeats } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { plainJson } from "../text/plain-json.ts";
import { isObject } from "../../../formats/json/values.ts";

/**
 * Packages of Bun's text lock file (https://bun.sh/docs/install/lockfile, type `BunLockFile`). `packages` maps a place to
 * `["name@version", registry, {dependencies, os, cpu}, integrity]`; entries of another shape are folders, workspaces and git checkouts.
 */
const bunLock: Ecosystem = {
  name: "bun-lock",
  type: "npm",
  looksAt: { names: ["bun.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const lock = parseJsonText(plainJson(decode(body.read(0, body.size))));
    const packages = entriesOf(isObject(lock) ? lock.packages : undefined).flatMap(([, entry]) => packageOf(entry));
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

function packageOf(entry: unknown): readonly FoundPackage[] {
  if (!Array.isArray(entry)) return [];
  const [locator, registry, info] = entry as readonly unknown[];
  if (typeof locator !== "string" || typeof registry !== "string") return [];
  const at = locator.indexOf("@", 1);
  const details = isObject(info) ? info : {};
  if (at === -1 || !fitsLinux(details.os)) return [];
  const packageRecord = npmPackage(locator.slice(0, at), locator.slice(at + 1));
  if (packageRecord === undefined) return [];
  const dependsOn = npmDependencies({
    ...details,
    peerDependenciesMeta: Object.fromEntries(
      (Array.isArray(details.optionalPeers) ? details.optionalPeers : []).map((name) => [
        String(name),
        { optional: true },
      ]),
    ),
  });
  return [{ ...packageRecord, ...(dependsOn === undefined ? {} : { dependsOn }), declared: true }];
}

export default bunLock;
