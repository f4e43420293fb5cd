import type { ImageInfo } from "../domain/image/image-info.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";

/** The source package that a vulnerability's package was built from; the package itself where it has none. By purl, once for a whole list. */
export function sourceFinder(packages: ImageInfo["packages"]): (
  vulnerability: Pick<Vulnerability, "purl" | "name" | "installed">,
) => {
  readonly name: string;
  readonly version: string;
} {
  const byPurl = new Map(
    packages.map((packageInfo) => [
      packageInfo.purl,
      packageInfo.source ?? { name: packageInfo.name, version: packageInfo.version },
    ]),
  );
  return ({ purl, name, installed }) => byPurl.get(purl) ?? { name, version: installed };
}
