import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { pearPackage } from "../php/pear-package.ts";
import { isArray, readSerialized } from "../php/serialized.ts";

/**
 * Packages in the registry of PEAR's installer: PHP libraries, and compiled PECL extensions, which are another channel of the same
 * (PEAR_Registry; official images of PHP have it in `/usr/local/lib/php/.registry`). `pear` and `pecl` are only candidates of the purl specification:
 * `pkg:pear/CHANNEL/NAME` is what syft writes lately, and the channel distinguishes two packages with one name.
 */
const pear: Ecosystem = {
  name: "pear",
  type: "pear",
  looksAt: { endings: [".reg"] },
  wants: ({ path }) => /\/\.registry\/(?:\.channel\.[^/]+\/)?[^/]+\.reg$/.test(path),
  maxBytes: 16 * 1024 * 1024,
  read({ path }, body): PackageExtract | undefined {
    const data = readSerialized(body.read(0, body.size));
    const packageRecord = isArray(data) ? pearPackage(data, channelOf(path)) : undefined;
    return packageRecord === undefined ? undefined : { packages: [packageRecord] };
  },
};

export default pear;

/** Packages of PEAR's own channel are in the registry itself. */
function channelOf(path: string): string {
  return /\/\.channel\.([^/]+)\/[^/]+$/.exec(path)?.[1] ?? "pear.php.net";
}
