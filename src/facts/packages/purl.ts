import { ownValue } from "../../domain/own-value.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import { writePurl } from "../../formats/purl/write-purl.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";

/**
 * The purl of a package that was found; a distribution's gets the distribution as namespace and `distro` (purl-spec, deb, apk, rpm). Red Hat calls itself `redhat` there,
 * in its SBOMs and its VEX, while its os-release says `rhel`.
 */
export function packagePurl(ecosystem: Ecosystem, packageRecord: FoundPackage, os: ImageInfo["os"]): string {
  const { namespace, qualifiers, purlType, name, purlName = name, version } = packageRecord;
  const type = purlType ?? ecosystem.type;
  if (ecosystem.distribution !== true) return writePurl(type, namespace, purlName, version, qualifiers);
  const distro = os.id === undefined || os.versionId === undefined ? undefined : `${os.id}-${os.versionId}`;
  const vendor = namespace ?? (os.id === "rhel" && type === "rpm" ? "redhat" : os.id) ?? ownValue(vendors, type);
  return writePurl(type, vendor, purlName, version, { ...qualifiers, distro });
}

const vendors: Readonly<Record<string, string>> = { deb: "debian", apk: "alpine" };
