import type { Manifest } from "./manifest.ts";
import { isWord } from "./coordinates.ts";
import { isDomain } from "./organization.ts";

/** A name in a header, or of the module, that begins with a group. */
export interface StatedName {
  readonly name: string;
  /** `Bundle-SymbolicName`. */
  readonly where: string;
  /** `group`: the header holds a group and nothing else. */
  readonly holds: "group" | "name";
  readonly weight: number;
}

/**
 * Headers that mention the group: OSGi Core 3.2.1, JAR File Specification, `Automatic-Module-Name` of `java.lang.module.ModuleFinder`. The
 * weights say how often each was right in real archives.
 */
const headers: readonly (readonly [string, StatedName["holds"], number])[] = [
  ["Implementation-Vendor-Id", "group", 0.9],
  ["Bundle-SymbolicName", "name", 0.85],
  ["Automatic-Module-Name", "name", 0.75],
  ["Extension-Name", "name", 0.7],
  ["Implementation-Title", "name", 0.7],
  ["Specification-Title", "name", 0.5],
  ["Bundle-Name", "name", 0.5],
  ["Implementation-Vendor", "group", 0.7],
];

/** Names that begin with a domain. What only many makers share, or `spring.core`, says nothing of the group. */
export function statedNames(manifest: Manifest, moduleName: string | undefined): StatedName[] {
  const headerNames = headers.flatMap(([header, holds, weight]): StatedName[] => {
    const name = manifest.get(header.toLowerCase())?.split(";")[0]?.trim();
    return isGroupLike(name) ? [{ name, where: header, holds, weight }] : [];
  });
  const module = isGroupLike(moduleName)
    ? [{ name: moduleName, where: "module-info.class", holds: "name" as const, weight: 0.75 }]
    : [];
  const byName = new Map<string, StatedName>();
  for (const statedName of [...headerNames, ...module])
    if (!byName.has(statedName.name)) byName.set(statedName.name, statedName);
  return [...byName.values()];
}

function isGroupLike(name: string | undefined): name is string {
  return isWord(name) && name.length <= 200 && /^[a-zA-Z][\w-]*(?:\.[\w-]+)+$/.test(name) && isDomain(name);
}

/** Group, artifact and version in headers that some build tools write. */
export interface StatedCoordinates {
  readonly groupId: string;
  readonly artifactId: string | undefined;
  readonly version: string | undefined;
  readonly where: string;
}

/**
 * `Implementation-Title: com.netflix.eureka#eureka-client;2.0.4` (Gradle's Nebula plug-ins), `Group-Id` and `Artifact-Id` of Jenkins's
 * plug-ins (maven-hpi-plugin), `Nar-Group` and `Nar-Id` of NiFi's (nifi-nar-maven-plugin).
 */
export function statedCoordinates(manifest: Manifest): StatedCoordinates | undefined {
  const title = /^([^#\s]+)#([^;\s]+);(\S+)$/.exec(manifest.get("implementation-title") ?? "");
  if (title !== null && isWord(title[1]))
    return { groupId: title[1], artifactId: title[2], version: title[3], where: "Implementation-Title" };
  for (const [group, artifact, version] of [
    ["Nar-Group", "Nar-Id", "Nar-Version"],
    ["Group-Id", "Artifact-Id", "Plugin-Version"],
    ["Group-Id", "Short-Name", "Plugin-Version"],
  ] as const) {
    const groupId = manifest.get(group.toLowerCase());
    const artifactId = manifest.get(artifact.toLowerCase());
    if (isWord(groupId) && isWord(artifactId))
      return { groupId, artifactId, version: manifest.get(version.toLowerCase()), where: group };
  }
  return undefined;
}
