import type { PackageIdentity } from "../../../domain/image/package-identity.ts";
import { isDomain, isUmbrella, isWithin, organizationOf, plain } from "./organization.ts";

/**
 * How well a group agrees with the facts of a jar. 2: a header's name or the folder of its classes begins with it, `depth` parts of it. 1: they
 * are of the same organization, or the folder without a domain (`reactor/netty`) is named like a part of the group. 0: not at all.
 */
export interface Agreement {
  readonly level: 0 | 1 | 2;
  readonly depth: number;
}

export function agreementOf(group: string, { stated = [], folders = [] }: PackageIdentity): Agreement {
  const target = plain(group);
  const names = [...stated, ...folders.map((folder) => folder.replaceAll("/", "."))].map(plain);
  const depth = group.split(".").length;
  if (isUmbrella(group) || depth < 2) return { level: 0, depth: 0 };
  if (names.some((name) => isWithin(name, target))) return { level: 2, depth };
  const sameMaker = names.some((name) => isDomain(name) && organizationOf(name) === organizationOf(target));
  const sameWord = names.some((name) => {
    const [first = ""] = name.split(".", 1);
    return first.length >= 5 && !isDomain(`${first}.x`) && target.split(".").some((part) => part.includes(first));
  });
  return sameMaker || sameWord ? { level: 1, depth: commonParts(target, names) } : { level: 0, depth: 0 };
}

function commonParts(group: string, names: readonly string[]): number {
  const parts = group.split(".");
  return Math.max(
    0,
    ...names.map((name) => {
      const nameParts = name.split(".");
      const end = parts.findIndex((part, at) => part !== nameParts[at]);
      return end === -1 ? parts.length : end;
    }),
  );
}
