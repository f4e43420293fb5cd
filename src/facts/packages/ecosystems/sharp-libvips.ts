import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { entriesOf, parseJsonObject } from "../text/json.ts";
import { wordOf } from "../text/names.ts";

/**
 * Libraries in sharp's native library (used by Next.js and many others): its npm package lists the libraries linked into `libvips-cpp.so`
 * (lovell/sharp-libvips, `versions.json`). npm's own advisories cover sharp alone.
 */
const sharpLibvips: Ecosystem = {
  name: "sharp-libvips",
  type: "generic",
  looksAt: { names: ["versions.json"] },
  wants: ({ path }) => path.includes("/@img/sharp-libvips-") || path.includes("/sharp/vendor/"),
  maxBytes: 64 * 1024,
  read(file, body): PackageExtract | undefined {
    const packages: FoundPackage[] = [];
    for (const [key, value] of entriesOf(parseJsonObject(body.read(0, body.size)))) {
      const [name, version] = [wordOf(names.get(key) ?? key), wordOf(value)];
      if (name === undefined || version === undefined) continue;
      const evidence = ["it was linked into the libvips of sharp, whose package lists it"];
      addBounded(packages, { name, version, identity: { by: "contained", confidence: 0.9, evidence } });
    }
    return packages.length === 0 ? undefined : { packages };
  },
};
export default sharpLibvips;

/** Names that the list abbreviates. */
const names: ReadonlyMap<string, string> = new Map([
  ...["archive", "exif", "ffi", "heif", "png", "rsvg", "tiff", "vips", "webp", "xml2"].map(
    (name) => [name, `lib${name}`] as const,
  ),
  ["lcms", "lcms2"],
]);
