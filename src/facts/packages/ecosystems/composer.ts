import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { parseJson, type JsonObject } from "../text/json.ts";
import { wordOf } from "../text/names.ts";
import { composerPackages } from "../php/composer-packages.ts";
import { folderOf, lockBytes, resolvePath } from "../text/paths.ts";
import { isObject } from "../../../formats/json/values.ts";

/**
 * PHP packages that Composer installed, by `vendor/composer/installed.json`: a list (Composer 1), or `{packages, dev-package-names}` (Composer 2).
 * Development packages in it are installed like any other.
 */
const composer: Ecosystem = {
  name: "composer",
  type: "composer",
  database: true,
  looksAt: { names: ["installed.json"] },
  maxBytes: lockBytes,
  wants: (file) => file.path.endsWith("/composer/installed.json"),
  read(file, body): PackageExtract | undefined {
    const data = parseJson(body.read(0, body.size));
    const list = isObject(data) ? data.packages : data;
    if (!Array.isArray(list)) throw new Error("it has no list of packages");
    const folder = folderOf(file.path);
    const packages = composerPackages(list).map(({ found, entry }) => {
      const place = entry["install-path"];
      // Composer 1 has no path, its packages are in `vendor/NAME`; a metapackage of Composer 2 has null.
      const owned =
        typeof place === "string"
          ? resolvePath(folder, `${place}/`)
          : place === undefined
            ? resolvePath(folder, `../${found.name}/`)
            : undefined;
      const owns = [...(owned === undefined || owned === "/" ? [] : [owned]), ...extensionOf(entry)];
      return owns.length === 0 ? found : { ...found, owns };
    });
    return packages.length === 0 ? undefined : { packages };
  },
};

export default composer;

/** The extension that PIE, Composer's installer for them, compiled and put where PHP looks (php/pie, its notes in `installed.json`). */
function extensionOf({ extra }: JsonObject): readonly string[] {
  const path = isObject(extra) ? wordOf(extra["pie-installed-binary"]) : undefined;
  return path?.startsWith("/") === true && path.endsWith(".so") ? [path] : [];
}
