import type { PackageIdentity } from "../../../domain/image/package-identity.ts";
import type { FoundPackage } from "../ecosystem.ts";
import { mainFolders, packageFolders, relocatedFolders, type ClassCounts } from "./class-folders.ts";
import { isWord, readPomProperties, type Coordinates } from "./coordinates.ts";
import { identify } from "./identity.ts";
import { splitFileName } from "./file-name.ts";
import { readManifest } from "./manifest.ts";
import { organizationOf } from "./organization.ts";
import { ownCoordinates } from "./own-coordinates.ts";
import { readPomXml, type Pom } from "./pom-xml.ts";

/** Facts that identify one archive: texts of its files, without the archives inside it. */
export interface JarFacts {
  readonly fileName: string;
  readonly manifest: string;
  /** By folder of `META-INF/maven`; read once, in order. */
  readonly poms: Iterable<{ readonly properties: string | undefined; readonly xml: string | undefined }>;
  /** Number of classes in each folder. */
  readonly classes: ClassCounts;
  /** Of `module-info.class`; read where nothing else names it. */
  readonly moduleName: () => string | undefined;
}

/** Artifacts of an archive, and unidentified relocated copies in an unidentified archive. */
export interface Artifacts {
  readonly packages: readonly FoundPackage[];
  readonly relocated: readonly string[];
}

/**
 * The artifact that an archive is, by its own coordinates or else by all other evidence, and each that left its coordinates in it: a
 * shaded jar holds many. Each says how its name is known.
 */
export function artifactsOf(facts: JarFacts): Artifacts {
  const manifest = readManifest(facts.manifest);
  const poms: { which: Coordinates; pom: Pom | undefined }[] = [];
  for (const { properties, xml } of facts.poms) {
    const pom = xml === undefined ? undefined : readPomXml(xml);
    const pomCoordinates = (properties === undefined ? undefined : readPomProperties(properties)) ?? pom?.coordinates;
    if (pomCoordinates !== undefined) poms.push({ which: pomCoordinates, pom });
  }
  const pomCoordinateList = poms.map(({ which }) => which);
  const folders = packageFolders(facts.classes);
  const file = splitFileName(facts.fileName, versionsOf(manifest));
  const server = jenkinsOf(manifest);
  const mainCoordinates = ownCoordinates(pomCoordinateList, { ...file, version: file.version, manifest, folders });

  const moved = relocatedFolders(folders).filter((folder) => !isNamedBy(folder, pomCoordinateList));
  const also: Pick<PackageIdentity, "relocated"> = moved.length === 0 ? {} : { relocated: moved };
  const byPurl = new Map<string, FoundPackage>();
  const keep = (artifact: FoundPackage): void => void byPurl.set(`${artifact.name}:${artifact.version}`, artifact);
  if (server !== undefined) keep(server);
  for (const { which, pom } of poms) {
    const identity: PackageIdentity =
      which === mainCoordinates
        ? { by: "coordinates", confidence: 1, evidence: ["its own pom.properties or pom.xml"], ...also }
        : { by: "contained", confidence: 1, evidence: ["coordinates inside of an archive that is something else"] };
    keep(
      packageOf(
        which === mainCoordinates ? { ...which, version: fuller(which.version, file.version) } : which,
        identity,
        pom,
      ),
    );
  }
  if (mainCoordinates !== undefined) return { packages: [...byPurl.values()], relocated: [] };

  const guess = identify(file, manifest, { folders, main: mainFolders(folders), moduleName: facts.moduleName });
  // With coordinates inside, a name without any evidence adds a false package more often than a true one.
  if (guess === undefined || (guess.identity.by === "file-name" && guess.identity.confidence < 0.5 && poms.length > 0))
    return { packages: [...byPurl.values()], relocated: moved };
  const license = manifest.get("bundle-license")?.split(/[;,]/)[0]?.trim();
  const { coordinates, identity } = guess;
  keep(packageOf(coordinates, { ...identity, ...also }, undefined, license));
  return { packages: [...byPurl.values()], relocated: [] };
}

/** `jenkins.war` is a program too. Its plug-ins name the version that they need, and start nothing. */
function jenkinsOf(manifest: ReadonlyMap<string, string>): FoundPackage | undefined {
  const version = manifest.get("jenkins-version");
  return manifest.get("main-class") === "executable.Main" && isWord(version)
    ? { name: "jenkins", version, purlType: "generic" }
    : undefined;
}

function versionsOf(manifest: ReadonlyMap<string, string>): string[] {
  return ["implementation-version", "bundle-version", "specification-version"].flatMap(
    (name) => manifest.get(name) ?? [],
  );
}

/** `13.6.2.jre8`: the file's name has more of the version than the record, which is of the source. */
function fuller(version: string, inName: string | undefined): string {
  return inName?.startsWith(`${version}.`) === true && isWord(inName) ? inName : version;
}

/** Whether coordinates of the same organization are present. */
function isNamedBy(folder: string, coordinates: readonly Coordinates[]): boolean {
  const name = folder.replaceAll("/", ".");
  return coordinates.some(
    ({ groupId, artifactId }) => organizationOf(groupId) === name || moved(groupId, artifactId) === name,
  );
}

/** The folder of Maven 1 artifacts, whose group is their name: `commons-net` in `org.apache.commons`. */
function moved(groupId: string, artifactId: string): string | undefined {
  return groupId === artifactId && groupId.startsWith("commons-") ? "org.apache.commons" : undefined;
}

function packageOf(
  { groupId, artifactId, version }: Coordinates,
  identity: PackageIdentity,
  pom?: Pom,
  license?: string,
): FoundPackage {
  const licenses = pom?.licenses ?? (license === undefined || license === "" || license.length > 200 ? [] : [license]);
  const dependsOn = pom?.dependsOn ?? [];
  return {
    name: `${groupId}:${artifactId}`,
    version,
    namespace: groupId,
    purlName: artifactId,
    identity,
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}
