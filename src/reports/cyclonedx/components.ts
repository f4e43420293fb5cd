import type { IdentityKind, PackageIdentity } from "../../domain/image/package-identity.ts";
import { ownValue } from "../../domain/own-value.ts";
import { expressionOf, readLicenses, type License } from "../sbom/license-expression.ts";
import type { Item } from "../sbom/inventory.ts";
import { identityMark, identityText } from "../sbom/identity-text.ts";
import { isLibrary } from "../sbom/is-library.ts";
import { sharedPurl } from "../sbom/shared-purl.ts";
import { trivySource } from "../sbom/trivy-source.ts";
import { systemOf, type ReportImage } from "../sbom/subject.ts";

export interface Property {
  readonly name: string;
  readonly value: string;
}

/**
 * A package. One that only a lock file lists is `optional`, which the standard defines as "not capable of being
 * called due to them not being installed"; all others have no scope, because it is unknown whether they are called.
 */
export function componentOf({ info, ref }: Item, diffId: string | undefined, needClass?: string) {
  const { name, version, source, licenses, layer, path, declared, identity } = info;
  const { purl, added } = sharedPurl(info);
  const properties: Property[] = [
    ...forTrivy(info),
    ...(declared === true ? [{ name: "hullproof:declared", value: "true" }] : []),
    ...(diffId === undefined ? [] : [{ name: "hullproof:layer:diffId", value: diffId }]),
    { name: "hullproof:layer:index", value: String(layer) },
    ...(needClass === undefined ? [] : [{ name: "hullproof:need", value: needClass }]),
    { name: "hullproof:path", value: path },
    ...(added.length === 0 ? [] : [{ name: "hullproof:purl:added", value: added.join(",") }]),
    ...(identity === undefined ? [] : [{ name: identityMark, value: identityText(identity) }]),
    ...(source === undefined
      ? []
      : [
          { name: "hullproof:source:name", value: source.name },
          { name: "hullproof:source:version", value: source.version },
        ]),
  ];
  return {
    type: isLibrary(info) ? "library" : "application",
    "bom-ref": ref,
    name,
    version: versionText(version),
    ...(declared === true ? { scope: "optional" } : {}),
    ...licensesOf(licenses ?? []),
    purl,
    evidence: {
      ...(identity === undefined ? {} : { identity: [identityOf(identity, purl)] }),
      occurrences: [{ location: path, additionalContext: `layer ${layer}` }],
    },
    properties,
  };
}

/** The properties by which trivy finds a distribution's source package: https://trivy.dev/latest/docs/supply-chain/sbom/ */
function forTrivy(info: Item["info"]): readonly Property[] {
  const source = trivySource(info);
  if (source === undefined) return [];
  const { name, epoch, version, release } = source;
  return [
    { name: "SrcEpoch", value: epoch },
    { name: "SrcName", value: name },
    { name: "SrcRelease", value: release },
    { name: "SrcVersion", value: version },
  ].flatMap(({ name: key, value }) => (value === "" ? [] : [{ name: `aquasecurity:trivy:${key}`, value }]));
}

/** https://cyclonedx.org/docs/1.6/json/#components_items_evidence_identity */
function identityOf({ by, confidence, evidence }: PackageIdentity, purl: string) {
  const technique = ownValue(techniques, by) ?? "other";
  return {
    field: "purl",
    confidence,
    concludedValue: purl,
    methods: evidence.map((value) => ({ technique, confidence, value })),
  };
}

const techniques: Readonly<Record<IdentityKind, string>> = {
  coordinates: "manifest-analysis",
  contained: "manifest-analysis",
  headers: "manifest-analysis",
  binary: "binary-analysis",
  manifest: "manifest-analysis",
  module: "binary-analysis",
  classes: "binary-analysis",
  table: "other",
  "file-name": "filename",
  "source-paths": "binary-analysis",
};

export function systemComponent(image: ReportImage) {
  const system = systemOf(image);
  if (system === undefined) return undefined;
  const { id, name, version } = system;
  const { prettyName } = image.os;
  return {
    type: "operating-system",
    "bom-ref": `os:${id}${version === undefined ? "" : `@${version}`}`,
    name,
    ...(version === undefined ? {} : { version: versionText(version) }),
    ...(prettyName === undefined ? {} : { description: prettyName }),
  };
}

/** The standard allows 1024 characters; the purl has the whole version. */
export function versionText(version: string): string {
  return version.length > 1024 ? `${version.slice(0, 1023).toWellFormed()}…` : version;
}

/**
 * 1.6 accepts either a list of single licenses or one expression. The joined statements are an expression if every
 * part is an id of the SPDX list; otherwise they are a list of licenses that apply together, each an id or in the
 * package's own words.
 */
export function licensesOf(statements: readonly string[]): { licenses?: readonly object[] } {
  const acknowledgement = "declared";
  const license = readLicenses(statements);
  if (license === undefined) return {};
  const expression = expressionOf(license, () => undefined);
  if (expression !== undefined && (license.kind !== "id" || license.exception !== undefined))
    return { licenses: [{ expression, acknowledgement }] };
  const licenses = new Map(
    operandsOf(license).map((license) => {
      const name = expressionOf(license, (words) => words) ?? "";
      const isId = license.kind === "id" && license.exception === undefined;
      return [name, { license: { ...(isId ? { id: license.id } : { name }), acknowledgement } }];
    }),
  );
  return { licenses: [...licenses.values()] };
}

/** The licenses that apply together. */
function operandsOf(license: License): readonly License[] {
  return license.kind === "all" ? license.of.flatMap(operandsOf) : [license];
}
