import type { Entry } from "../entries.ts";
import { joinedVersion, ofSourceRpm, type SourcePackage } from "../source-package.ts";
import { identityOf } from "../identity-text.ts";
import { removeQualifiers } from "../../purl/qualifiers.ts";
import type { Component } from "./component.ts";

type Read = (name: string) => string | undefined;

/**
 * Data that tools add beyond the standard, in their own properties: trivy's `aquasecurity:trivy:...`, syft's `syft:...`, ours.
 * (https://trivy.dev/latest/docs/supply-chain/sbom/, https://github.com/anchore/syft/wiki/Syft-SBOM-Format)
 */
export function fromProperties({ purl, properties, locations }: Component): Partial<Entry> {
  const read: Read = (name) => properties.get(name);
  const layer = Number(read("hullproof:layer:index"));
  const path =
    read("hullproof:path") ??
    read("aquasecurity:trivy:FilePath") ??
    read("syft:location:0:path") ??
    read("SrcFile") ??
    locations[0];
  const source = ownSource(read) ?? trivySource(read, purl?.startsWith("pkg:rpm/") === true) ?? syftSource(read);
  const identity = identityOf(read("hullproof:identity"));
  const added = read("hullproof:purl:added");
  return {
    ...(added === undefined || purl === undefined ? {} : { purl: removeQualifiers(purl, added.split(",")) }),
    ...(source === undefined ? {} : { source }),
    ...(Number.isSafeInteger(layer) && layer >= 0 ? { layer } : {}),
    ...(path === undefined ? {} : { path: rooted(path) }),
    ...(read("hullproof:declared") === "true" ? { declared: true } : {}),
    ...(identity === undefined ? {} : { identity }),
  };
}

function ownSource(read: Read): SourcePackage | undefined {
  const name = read("hullproof:source:name");
  return name === undefined ? undefined : { name, version: read("hullproof:source:version") ?? "" };
}

function trivySource(read: Read, isRpm: boolean): SourcePackage | undefined {
  const [name, version] = [read("aquasecurity:trivy:SrcName"), read("aquasecurity:trivy:SrcVersion")];
  if (name === undefined || version === undefined) return undefined;
  const [release, epoch] = [read("aquasecurity:trivy:SrcRelease"), read("aquasecurity:trivy:SrcEpoch")];
  // An rpm has its epoch in the purl, as ours have.
  return { name, version: joinedVersion(version, release, isRpm ? "" : epoch) };
}

function syftSource(read: Read): SourcePackage | undefined {
  const rpm = read("syft:metadata:sourceRpm");
  if (rpm !== undefined) return ofSourceRpm(rpm);
  const name = read("syft:metadata:source") ?? read("syft:metadata:originPackage");
  const version = read("syft:metadata:sourceVersion") ?? read("syft:metadata:version");
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** Trivy omits the first slash. Paths in an SBOM of a project are relative, but the two look the same. */
function rooted(path: string): string {
  return /^(?:usr|etc|var|opt|app|home|root|srv|lib|bin|sbin)\//.test(path) ? `/${path}` : path;
}
