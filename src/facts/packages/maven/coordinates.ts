/** Identifies an artifact in a Maven repository (Maven, "POM Reference: Maven Coordinates"). */
export interface Coordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/** Coordinates where each part is a plain word; `${...}` that no one filled in is not one. */
export function coordinatesOf(parts: { readonly [part in keyof Coordinates]: string | undefined }):
  | Coordinates
  | undefined {
  const { groupId, artifactId, version } = parts;
  if (!isWord(groupId) || !isWord(artifactId) || !isWord(version)) return undefined;
  return { groupId, artifactId, version };
}

export function isWord(text: string | undefined): text is string {
  return text !== undefined && text.length <= 256 && /^[^\s${}<>/\\:]+$/.test(text);
}

/** `pom.properties` as Maven's archiver writes it: a Java properties file of three lines and a comment. */
export function readPomProperties(text: string): Coordinates | undefined {
  const of = (key: string) =>
    new RegExp(`^[ \\t]*${key}[ \\t]*[=:](.*)$`, "m").exec(text)?.[1]?.trim().replaceAll(/\\(.)/g, "$1");
  return coordinatesOf({ groupId: of("groupId"), artifactId: of("artifactId"), version: of("version") });
}
