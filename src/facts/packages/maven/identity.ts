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
 * What an archive is that carries no Maven coordinates of its own: by manifest, module, the folders of its classes, the table of facts and
 * the file's name. Undefined for a bare name with nothing that says what it is: a jar of an application's own classes.
 */
export function identify(file: FileName, manifest: Manifest, code: Code): Identified | undefined {
  const told = statedCoordinates(manifest);
  const stated = statedNames(manifest, code.moduleName());
  const version = file.version ?? [told?.version, ...versionHeaders(manifest)].map(plainVersion).find(isWord);
  if (version === undefined) return undefined;
  const { artifactId, prefix } = artifactOf(file, manifest, version, stated, told?.artifactId);
  if (told !== undefined) {
    const coordinates = coordinatesOf({ groupId: told.groupId, artifactId, version });
    const text = `${told.where} says ${told.groupId} and ${told.artifactId ?? artifactId}`;
    if (coordinates !== undefined && isDomain(told.groupId))
      return { coordinates, identity: { by: "headers", confidence: 0.97, evidence: [text] } };
  }
  const { groupId, others, by, confidence, evidence } = inferGroup({ artifactId, version, stated, prefix, ...code });
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
      ...(stated.length === 0 ? {} : { stated: stated.map(({ name }) => name) }),
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
 * A name with a version in it says what the artifact is, perhaps behind its group; `app.jar` says less than a title, and less than a
 * header in which a name that is known stands.
 */
function artifactOf(
  file: FileName,
  manifest: Manifest,
  version: string,
  stated: readonly StatedName[],
  told: string | undefined,
): { readonly artifactId: string; readonly prefix?: string } {
  const isKnown = (name: string) => knownGroups(name, version).length > 0;
  if (file.version !== undefined) {
    const title = manifest.get("implementation-title") ?? "";
    const name = file.artifactId.toLowerCase();
    // `SPRING-CORE`, `a1b2c3d4-spring-core`: renamed, and what it is called is known.
    if (!isKnown(file.artifactId) && isKnown(title) && (name === title || name.endsWith(`-${title}`)))
      return { artifactId: title };
    return withoutGroup(!isKnown(file.artifactId) && isKnown(name) ? name : file.artifactId, version);
  }
  if (told !== undefined) return { artifactId: told };
  // Tomcat's `servlet-api.jar` is `org.apache.tomcat-servlet-api`.
  const inHeaders = stated.flatMap(({ name }) => name.slice(name.lastIndexOf(".") + 1)).find(isKnown);
  if (inHeaders === undefined && isKnown(file.artifactId)) return { artifactId: file.artifactId };
  const titles = ["implementation-title", "specification-title", "bundle-name"].map((name) => manifest.get(name));
  return { artifactId: inHeaders ?? titles.find((one) => isWord(one) && !isDomain(one)) ?? file.artifactId };
}

/** `io.quarkus.quarkus-core`: Quarkus and sbt's packager put the group before the artifact. */
function withoutGroup(name: string, version: string): { readonly artifactId: string; readonly prefix?: string } {
  if (!isDomain(name)) return { artifactId: name };
  for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
    const [group, rest] = [name.slice(0, dot), name.slice(dot + 1)];
    if (knownGroups(rest, version).some((row) => row.group === group)) return { artifactId: rest, prefix: group };
  }
  return { artifactId: name };
}
