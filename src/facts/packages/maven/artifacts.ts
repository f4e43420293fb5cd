import type { FoundPackage } from "../ecosystem.ts";
import type { Coordinates } from "./coordinates.ts";
import { readPomProperties } from "./coordinates.ts";
import { identify, splitFileName } from "./identity.ts";
import { readManifest } from "./manifest.ts";
import type { Pom } from "./pom-xml.ts";
import { readPomXml } from "./pom-xml.ts";

/** What one archive carries to tell what it is: texts of its files, without the archives inside it. */
export interface JarFacts {
  readonly fileName: string;
  readonly manifest: string;
  /** By folder of `META-INF/maven`; read once, in order. */
  readonly poms: Iterable<{ readonly properties: string | undefined; readonly xml: string | undefined }>;
}

/**
 * Artifacts of one archive: each that left its coordinates (a shaded jar holds many), and the archive itself by its manifest or name
 * where none of those is it.
 */
export function artifactsOf(facts: JarFacts): readonly FoundPackage[] {
  const manifest = readManifest(facts.manifest);
  const found = new Map<string, FoundPackage>();
  const coordinates: Coordinates[] = [];
  for (const { properties, xml } of facts.poms) {
    const pom = xml === undefined ? undefined : readPomXml(xml);
    const which = (properties === undefined ? undefined : readPomProperties(properties)) ?? pom?.coordinates;
    if (which === undefined) continue;
    coordinates.push(which);
    const one = packageOf(which, pom);
    found.set(`${one.name}:${one.version}`, one);
  }

  const file = splitFileName(facts.fileName);
  const itself = coordinates.some(({ artifactId }) => artifactId === file.artifactId);
  const guess = itself ? undefined : identify(facts.fileName, manifest);
  // With coordinates inside, a guess of the group adds a false package more often than a true one.
  const isNew = guess !== undefined && !coordinates.some(({ artifactId }) => artifactId === guess.artifactId);
  if (guess !== undefined && isNew && (coordinates.length === 0 || guess.sure)) {
    const licence = manifest.get("bundle-license")?.split(/[;,]/)[0]?.trim();
    const one = packageOf(guess, undefined, licence);
    found.set(`${one.name}:${one.version}`, one);
  }
  return [...found.values()];
}

function packageOf({ groupId, artifactId, version }: Coordinates, pom?: Pom, licence?: string): FoundPackage {
  const licences = pom?.licences ?? (licence === undefined || licence === "" || licence.length > 200 ? [] : [licence]);
  const dependsOn = pom?.dependsOn ?? [];
  return {
    name: `${groupId}:${artifactId}`,
    version,
    namespace: groupId,
    purlName: artifactId,
    ...(licences.length === 0 ? {} : { licences }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}
