import type { Item } from "../sbom/inventory.ts";
import { identityMark, identityText } from "../sbom/identity-text.ts";
import { isLibrary } from "../sbom/is-library.ts";
import { sharedPurl } from "../sbom/shared-purl.ts";
import { trivySource } from "../sbom/trivy-source.ts";
import type { ReportImage, Subject } from "../sbom/subject.ts";
import { joinedVersion } from "../../formats/sbom/source-package.ts";
import type { ExtractedLicenses } from "./extracted-licenses.ts";

/**
 * Common fields of every package: no files are listed, nothing was concluded about its license, and its supplier is
 * unknown. A distribution's name in a purl comes from the image and not from a signature, so it is not a supplier.
 */
const common = {
  supplier: "NOASSERTION",
  downloadLocation: "NOASSERTION",
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  copyrightText: "NOASSERTION",
} as const;

const purlReference = (purl: string) => ({
  referenceCategory: "PACKAGE-MANAGER",
  referenceType: "purl",
  // A locator has no spaces (SPDX 2.3 §7.21).
  referenceLocator: purl.replaceAll(/\s/g, "%20"),
});

export function imagePackage({ image, name, digest, sha256, purl }: Subject, id: string, licenses: ExtractedLicenses) {
  const { labels } = image.config;
  const key = "org.opencontainers.image.licenses";
  const license = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return {
    name,
    SPDXID: id,
    ...(digest === "" ? {} : { versionInfo: digest }),
    ...common,
    ...(sha256 === undefined ? {} : { checksums: [{ algorithm: "SHA256", checksumValue: sha256 }] }),
    licenseDeclared: licenses.declared(license === undefined ? [] : [license]),
    ...(purl === undefined ? {} : { externalRefs: [purlReference(purl)] }),
    primaryPackagePurpose: "CONTAINER",
    ...(digest === "" ? {} : { comment: `image id ${image.digest}, ${image.config.os}/${image.config.architecture}` }),
  };
}

export function systemPackage(
  { name, version }: { readonly name: string; readonly version?: string },
  { os }: ReportImage,
  id: string,
) {
  return {
    name,
    SPDXID: id,
    ...(version === undefined ? {} : { versionInfo: version }),
    ...common,
    licenseDeclared: "NOASSERTION",
    // The text of 2.3 has a dash (§7.24), its JSON schema an underscore, and strict readers follow the schema.
    primaryPackagePurpose: "OPERATING_SYSTEM",
    ...(os.prettyName === undefined ? {} : { summary: os.prettyName }),
  };
}

/** Annotator and time: SPDX 2.3 §12. */
export interface Annotator {
  readonly annotator: string;
  readonly annotationDate: string;
}

export function packageOf({ info }: Item, id: string, licenses: ExtractedLicenses, by: Annotator, needClass?: string) {
  const { name, version, path, layer, declared, identity } = info;
  const { purl, added } = sharedPurl(info);
  const origin =
    declared === true ? `named by the lock file ${path} of layer ${layer}` : `found in ${path} of layer ${layer}`;
  const remarks = [
    added.length === 0 ? origin : `${origin}; added to the purl: ${added.join(",")}`,
    ...(identity === undefined ? [] : [`${identityMark} ${identityText(identity)}`]),
    ...(needClass === undefined ? [] : [`hullproof:need ${needClass}`]),
  ];
  return {
    name,
    SPDXID: id,
    ...(version === "" ? {} : { versionInfo: version }),
    ...common,
    ...sourceInfoOf(info),
    licenseDeclared: licenses.declared(info.licenses ?? []),
    externalRefs: [purlReference(purl)],
    primaryPackagePurpose: isLibrary(info) ? "LIBRARY" : "APPLICATION",
    annotations: remarks.map((comment) => ({ ...by, annotationType: "OTHER", comment })),
  };
}

/** Trivy's text, which treats everything after the name as the version. */
function sourceInfoOf(info: Item["info"]): { readonly sourceInfo?: string } {
  const source = trivySource(info);
  if (source === undefined) return {};
  const { name, epoch, version, release } = source;
  return { sourceInfo: `built package from: ${name} ${joinedVersion(version, release, epoch)}` };
}
