/** Attributes of the main section of a `META-INF/MANIFEST.MF`, names in lower case. */
export type Manifest = ReadonlyMap<string, string>;

/**
 * Reads the main section (JAR File Specification, "JAR Manifest"): a line of at most 72 bytes continues in the next one when that
 * begins with a space; an empty line ends the section, after which each file of a signed jar has its own.
 */
export function readManifest(text: string): Manifest {
  const attributes = new Map<string, string>();
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const unfolded = text.slice(0, end).replaceAll(/\r?\n /g, "");
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    if (colon > 0 && value !== "") attributes.set(line.slice(0, colon).trim().toLowerCase(), value);
  }
  return attributes;
}
