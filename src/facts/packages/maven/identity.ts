import type { Coordinates } from "./coordinates.ts";
import { coordinatesOf, isWord } from "./coordinates.ts";
import type { Manifest } from "./manifest.ts";

/** `commons-lang3-3.17.0.jar`: everything before the first dash that a digit follows is the artifact. */
export function splitFileName(fileName: string): { readonly artifactId: string; readonly version?: string } {
  const base = fileName.replace(/\.[A-Za-z]+$/, "");
  const dash = base.slice(1).search(/-v?\d/) + 1;
  return dash === 0 ? { artifactId: base } : { artifactId: base.slice(0, dash), version: base.slice(dash + 1) };
}

/**
 * What an archive is that carries no Maven coordinates of its own: by its manifest (Implementation- and Specification-headers
 * of the JAR specification, Bundle- headers of OSGi Core 3.2.1) and by its file's name. `sure` is false where the group is a guess.
 */
export function identify(fileName: string, manifest: Manifest): (Coordinates & { readonly sure: boolean }) | undefined {
  const file = splitFileName(fileName);
  const symbolicName = manifest.get("bundle-symbolicname")?.split(";")[0]?.trim();
  const versions = [
    manifest.get("implementation-version"),
    manifest.get("bundle-version"),
    manifest.get("specification-version"),
  ].filter(isWord);
  // `netty-4.1.100.Final-linux-x86_64.jar`: a classifier follows the version, which the manifest has alone.
  const version =
    file.version === undefined
      ? versions[0]
      : (versions.find((one) => file.version?.startsWith(`${one}-`)) ?? file.version);
  const titled = [
    manifest.get("implementation-title"),
    manifest.get("specification-title"),
    manifest.get("bundle-name"),
  ];
  // `app.jar` says less than a title; a name with a version in it says more.
  const artifactId = file.version === undefined ? (titled.find(isWord) ?? file.artifactId) : file.artifactId;
  const vendorId = manifest.get("implementation-vendor-id");
  const known = groupOfBundle(symbolicName, artifactId) ?? (isWord(vendorId) ? vendorId : undefined);
  // A module's name begins with the group more often than not; Maven 1 had one name for both (`commons-logging:commons-logging`).
  const guessed = groupOfBundle(manifest.get("automatic-module-name"), artifactId) ?? artifactId;
  // A bare name with nothing that says what it is: a jar of an application's own classes.
  if (version === undefined) return undefined;
  const coordinates = coordinatesOf({ groupId: known ?? guessed, artifactId, version });
  return coordinates === undefined ? undefined : { ...coordinates, sure: known !== undefined };
}

/**
 * The group of a bundle's symbolic name, which the bundle plugin makes of group and artifact (Apache Felix, "Maven Bundle Plugin",
 * Default Behavior): `org.slf4j` + `slf4j.api`; where the artifact starts with the group's last part, that part is written once.
 */
function groupOfBundle(symbolicName: string | undefined, artifactId: string): string | undefined {
  if (!isWord(symbolicName) || !symbolicName.includes(".")) return undefined;
  const same = (a: string, b: string) => a.replaceAll(/[-_]/g, ".") === b.replaceAll(/[-_]/g, ".");
  for (let dot = symbolicName.lastIndexOf("."); dot > 0; dot = symbolicName.lastIndexOf(".", dot - 1)) {
    const group = symbolicName.slice(0, dot);
    const rest = symbolicName.slice(dot + 1);
    const last = group.slice(group.lastIndexOf(".") + 1);
    // `io.netty`: a group of one word is none; there the group ends with the artifact's name.
    if (same(rest, artifactId)) return group.includes(".") ? group : symbolicName;
    if (same(`${last}.${rest}`, artifactId)) return group;
  }
  return undefined;
}
