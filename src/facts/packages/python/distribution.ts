import type { FoundPackage } from "../ecosystem.ts";
import { readHeaders } from "../text/headers.ts";
import { wordOf } from "../text/names.ts";
import { normalName, pythonLicenses, requirementsOf } from "./core-metadata.ts";

/** A distribution by its core metadata (PyPA, METADATA and PKG-INFO). Throws `Error` when it has no name or no version. */
export function distribution(text: string): FoundPackage {
  const metadata = readHeaders(text);
  const name = wordOf(metadata.get("name")?.[0]);
  const version = wordOf(metadata.get("version")?.[0]);
  if (name === undefined || version === undefined) throw new Error("it has no Name or no Version");
  const purlName = normalName(name);
  const licenses = pythonLicenses(metadata);
  const dependsOn = requirementsOf(metadata);
  return {
    name,
    version,
    // Requirements name it in any spelling; ours are all in the normal one.
    ...(purlName === name ? {} : { purlName, provides: [purlName] }),
    ...(licenses === undefined ? {} : { licenses }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}
