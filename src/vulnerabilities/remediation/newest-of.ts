import { ownValue } from "../../domain/own-value.ts";
import type { VersionScheme } from "../../domain/advisory/advisory.ts";
import { packageScheme, versionScheme } from "../version-scheme.ts";
import { orderOf } from "../../versions/order-of.ts";

const systems: Readonly<Record<string, VersionScheme>> = { deb: "deb", apk: "apk", rpm: "rpm", pear: "composer" };

/** The newest of some versions, as the ecosystem of a purl type orders them. Undefined: two of them cannot be ordered. */
export function newestOf(type: string, versions: readonly string[], name = ""): string | undefined {
  const [first, ...others] = versions;
  if (first === undefined || others.length === 0) return first;
  const scheme =
    ownValue(systems, type) ??
    (type === "generic" ? (packageScheme("runtimes", name) ?? "bitnami") : versionScheme(type));
  if (scheme === undefined) return undefined;
  const { compare } = orderOf(scheme);
  return versions.reduce<string | undefined>((newest, version) => {
    const sign = newest === undefined ? undefined : compare(newest, version);
    return sign === undefined ? undefined : sign < 0 ? version : newest;
  }, first);
}
