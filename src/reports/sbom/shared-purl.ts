import type { PackageInfo } from "../../domain/image/image-info.ts";
import { addQualifiers, readQualifier } from "../../formats/purl/qualifiers.ts";

export interface SharedPurl {
  readonly purl: string;
  /** Qualifiers that the package's own purl has not; our readers take them out again. */
  readonly added: readonly string[];
}

/**
 * A package's purl as other scanners need it: grype and syft look up deb and apk packages by the qualifier `upstream`, trivy a module's rpm by `modularitylabel`.
 * Everywhere else the purl is without them, since ignores, baselines and VEX name it so.
 */
export function sharedPurl(info: Pick<PackageInfo, "purl" | "name" | "version" | "source">): SharedPurl {
  const qualifiers = moreOf(info);
  const purl = addQualifiers(info.purl, qualifiers);
  return { purl, added: purl === info.purl ? [] : [...qualifiers.keys()] };
}

function moreOf({ purl, name, version, source }: Parameters<typeof sharedPurl>[0]): ReadonlyMap<string, string> {
  const none = new Map<string, string>();
  const type = /^pkg:(deb|apk|rpm)\//.exec(purl)?.[1];
  if (type === undefined) return none;
  if (type === "rpm") {
    const module = readQualifier(purl, "rpmmod");
    return module === undefined ? none : new Map([["modularitylabel", module]]);
  }
  if (source === undefined || source.name === "") return none;
  const another = type === "deb" && source.version !== "" && source.version !== version;
  if (source.name === name && !another) return none;
  return new Map([["upstream", another ? `${source.name}@${source.version}` : source.name]]);
}
