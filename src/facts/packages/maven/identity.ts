import type { PackageIdentity } from "../../../domain/image/package-identity.ts";
import type { ClassCounts } from "./class-folders.ts";
import { coordinatesOf, isWord, type Coordinates } from "./coordinates.ts";
import type { FileName } from "./file-name.ts";
import { inferGroup } from "./infer-group.ts";
import { knownGroups } from "./known-groups.ts";
import type { Manifest } from "./manifest.ts";
import { isDomain } from "./organization.ts";
import { statedCoordinates, statedNames, type StatedName } from "./stated-names.ts";

export interface Identified {
  readonly coordinates: Coordinates;
  readonly identity: PackageIdentity;
}

interface Code {
  readonly folders: ClassCounts;
  readonly main: readonly string[];
  readonly moduleName: () => string | undefined;
}

/**
 * Identifies an archive without Maven coordinates: by manifest, module, the folders of its classes, the table of facts and
 * the file's name. Undefined for a plain name without evidence: a jar of an application's own classes.
 */
export function identify(file: FileName, manifest: Manifest, code: Code): Identified | undefined {
  const headerCoordinates = statedCoordinates(manifest);
  const headerNames = statedNames(manifest, code.moduleName());
  const version =
    file.version ?? [headerCoordinates?.version, ...versionHeaders(manifest)].map(plainVersion).find(isWord);
  if (version === undefined) return undefined;
  const { artifactId, prefix } = artifactOf(file, manifest, version, headerNames, headerCoordinates?.artifactId);
  if (headerCoordinates !== undefined) {
    const coordinates = coordinatesOf({ groupId: headerCoordinates.groupId, artifactId, version });
    const text = `${headerCoordinates.where} says ${headerCoordinates.groupId} and ${headerCoordinates.artifactId ?? artifactId}`;
    if (coordinates !== undefined && isDomain(headerCoordinates.groupId))
      return { coordinates, identity: { by: "headers", confidence: 0.97, evidence: [text] } };
  }
  const { groupId, others, by, confidence, evidence } = inferGroup({
    artifactId,
    version,
    stated: headerNames,
    prefix,
    ...code,
  });
  const coordinates = coordinatesOf({ groupId, artifactId, version });
  if (coordinates === undefined) return undefined;
  const folders = code.main.slice(0, 3);
  return {
    coordinates,
    identity: {
      by,
      confidence,
      evidence,
      ...(others.length === 0 ? {} : { candidates: others.map((group) => `${group}:${artifactId}`) }),
      ...(headerNames.length === 0 ? {} : { stated: headerNames.map(({ name }) => name) }),
      ...(folders.length === 0 ? {} : { folders }),
    },
  };
}

function versionHeaders(manifest: Manifest): (string | undefined)[] {
  return ["implementation-version", "bundle-version", "specification-version"].map((name) => manifest.get(name));
}

/** `5.2.0 (private-1a2b3c)` of Jenkins, `10.1.48 ` of others. */
function plainVersion(version: string | undefined): string | undefined {
  return version?.split(" ", 1)[0];
}

/**
 * A name with a version in it names the artifact, perhaps after its group; `app.jar` is weaker than a title, and weaker than a
 * header with a known name.
 */
function artifactOf(
  file: FileName,
  manifest: Manifest,
  version: string,
  headerNames: readonly StatedName[],
  headerArtifact: string | undefined,
): { readonly artifactId: string; readonly prefix?: string } {
  const isKnown = (name: string) => knownGroups(name, version).length > 0;
  if (file.version !== undefined) {
    const title = manifest.get("implementation-title") ?? "";
    const name = file.artifactId.toLowerCase();
    // `SPRING-CORE`, `a1b2c3d4-spring-core`: a renamed file with a known name.
    if (!isKnown(file.artifactId) && isKnown(title) && (name === title || name.endsWith(`-${title}`)))
      return { artifactId: title };
    return withoutGroup(!isKnown(file.artifactId) && isKnown(name) ? name : file.artifactId, version);
  }
  if (headerArtifact !== undefined) return { artifactId: headerArtifact };
  // Tomcat's `servlet-api.jar` is `org.apache.tomcat-servlet-api`.
  const inHeaders = headerNames.flatMap(({ name }) => name.slice(name.lastIndexOf(".") + 1)).find(isKnown);
  if (inHeaders === undefined && isKnown(file.artifactId)) return { artifactId: file.artifactId };
  const titles = ["implementation-title", "specification-title", "bundle-name"].map((name) => manifest.get(name));
  return { artifactId: inHeaders ?? titles.find((title) => isWord(title) && !isDomain(title)) ?? file.artifactId };
}

/** `io.quarkus.quarkus-core`: Quarkus and sbt's packager put the group before the artifact. */
function withoutGroup(name: string, version: string): { readonly artifactId: string; readonly prefix?: string } {
  if (!isDomain(name)) return { artifactId: name };
  for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
    const [group, artifact] = [name.slice(0, dot), name.slice(dot + 1)];
    if (knownGroups(artifact, version).some((row) => row.group === group))
      return { artifactId: artifact, prefix: group };
  }
  return { artifactId: name };
}
