import { ownValue } from "../../domain/own-value.ts";
import { parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import { writePurl } from "../../formats/purl/write-purl.ts";

/** Qualifiers that other scanners omit or write differently, so that a statement with them never matches. */
const varying: ReadonlySet<string> = new Set(["arch", "distro", "epoch", "upstream", "rpmmod", "modularitylabel"]);

/** Namespaces of rpm packages in trivy's purls that differ from the os-release id. */
const trivyNamespaces: Readonly<Record<string, string>> = {
  almalinux: "alma",
  amzn: "amazon",
  mariner: "cbl-mariner",
  ol: "oracle",
  "opensuse-leap": "opensuse",
  sles: "suse",
};

/**
 * A package by all purls that other scanners use. They compare every qualifier of a statement with their own purl:
 * the distribution's point release differs, and trivy has an epoch among the qualifiers.
 */
export function vexPurls(purl: string): readonly string[] {
  const parts = partsOf(purl);
  if (parts === undefined) return [purl];
  const { type, namespace, name, version } = parts;
  if (type === "golang" && name === "stdlib") return [purl, purl.replace("@", "@v")];
  if (type !== "deb" && type !== "rpm" && type !== "apk") return [purl];
  const qualifiers = Object.fromEntries([...parts.qualifiers].filter(([key]) => !varying.has(key)));
  const [, inVersion, versionWithoutEpoch = version] = /^(?:(\d+):)?(.*)$/s.exec(version) ?? [];
  const epoch = inVersion ?? parts.qualifiers.get("epoch");
  const namespaces = [namespace, ...[ownValue(trivyNamespaces, namespace)].filter((one) => one !== undefined)];
  const purls = namespaces.flatMap((vexNamespace) => [
    ...(epoch === undefined || type === "deb" ? [writePurl(type, vexNamespace, name, version, qualifiers)] : []),
    ...(epoch === undefined
      ? []
      : [writePurl(type, vexNamespace, name, versionWithoutEpoch, { ...qualifiers, epoch })]),
  ]);
  return [...new Set(purls)];
}

function partsOf(purl: string): PurlParts | undefined {
  try {
    return parsePurl(purl);
  } catch {
    return undefined;
  }
}
