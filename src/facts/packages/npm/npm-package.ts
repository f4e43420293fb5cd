import { ownValue } from "../../../domain/own-value.ts";
import type { FoundPackage } from "../ecosystem.ts";
import { entriesOf } from "../text/json.ts";
import { distinct, splitScope, wordOf } from "../text/names.ts";
import { isObject, listOf } from "../../../formats/json/values.ts";

/** Name and version as a purl wants them; undefined when either is missing. npm itself reads `v1.2.3` and `=1.2.3` as `1.2.3`. */
export function npmPackage(name: unknown, version: unknown): FoundPackage | undefined {
  const knownName = wordOf(name);
  const knownVersion = wordOf(version)?.replace(/^[v= ]{1,8}(?=\d)/, "");
  if (knownName === undefined || knownVersion === undefined) return undefined;
  // `rxjs/ajax` is how a folder is marked for bundlers; a package's name has a slash after its scope only.
  if (!/^(?:@[^/]+\/)?[^/@][^/]*$/.test(knownName)) return undefined;
  return {
    name: knownName,
    version: knownVersion,
    ...(knownName.startsWith("@") ? splitScope(knownName) : {}),
  };
}

/**
 * Names that a package needs (npm docs, package.json): `dependencies`, `optionalDependencies`, and peers that are not optional. An alias
 * (`"x": "npm:y@1"`) resolves to its package.
 */
export function npmDependencies(manifest: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const peers = entriesOf(manifest.peerDependencies).filter(([name]) => !isOptionalPeer(manifest, name));
  const dependencies = [...entriesOf(manifest.dependencies), ...entriesOf(manifest.optionalDependencies), ...peers];
  // `requires` is npm 6's word in lock files, where it may also be `true`.
  return distinct(
    [...dependencies, ...entriesOf(manifest.requires)].map(([name, range]) => wordOf(unaliased(name, range))),
  );
}

/** The name of the package installed under `name`: `npm:other@^1.0.0` is npm's alias for `other`; Yarn 2's `npm:^1.0.0` is not one. */
export function unaliased(name: string, range: unknown): string {
  if (typeof range !== "string" || !range.startsWith("npm:")) return name;
  const target = range.slice("npm:".length);
  const at = target.indexOf("@", 1);
  return at === -1 ? name : target.slice(0, at);
}

function isOptionalPeer(manifest: Readonly<Record<string, unknown>>, name: string): boolean {
  const meta = isObject(manifest.peerDependenciesMeta) ? ownValue(manifest.peerDependenciesMeta, name) : undefined;
  return isObject(meta) && meta.optional === true;
}

/** `license` as npm wants it, and what older packages have: an object with `type`, a list of either, or the same under `licenses`. */
export function npmLicenses(manifest: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return distinct([...licensesIn(manifest.license), ...licensesIn(manifest.licenses)]);
}

function licensesIn(value: unknown): readonly (string | undefined)[] {
  if (Array.isArray(value)) return listOf(value).map(licenseOf);
  return [licenseOf(value)];
}

function licenseOf(value: unknown): string | undefined {
  return isObject(value) ? (wordOf(value.type) ?? wordOf(value.name)) : wordOf(value);
}

/** Whether a lock file's entry can be installed on Linux: `os: ["win32"]` cannot, `["!win32"]` can (npm docs, package.json, os). */
export function fitsLinux(os: unknown): boolean {
  const names = typeof os === "string" ? [os] : listOf(os);
  if (names.length === 0) return true;
  const allowedSystems = names.filter((name) => typeof name === "string" && !name.startsWith("!"));
  return (
    !names.includes("!linux") &&
    (allowedSystems.length === 0 || allowedSystems.includes("linux") || allowedSystems.includes("any"))
  );
}
