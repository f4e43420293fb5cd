import type { PackageInfo } from "../../domain/image/image-info.ts";
import { addQualifiers, readQualifier } from "../../formats/purl/qualifiers.ts";

export interface SharedPurl {
  readonly purl: string;
  /** Qualifiers that the package's own purl lacks; our readers remove them again. */
  readonly added: readonly string[];
}

/**
 * A package's purl for other scanners: grype and syft look up deb and apk packages by the qualifier `upstream`, trivy
 * a module's rpm by `modularitylabel`. Elsewhere the purl has none of them, since suppressions, baselines and VEX use
 * that form.
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
