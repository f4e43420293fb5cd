import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { pearPackage } from "../php/pear-package.ts";
import { isArray, readSerialized } from "../php/serialized.ts";

/**
 * What PEAR's installer recorded in its registry: PHP libraries, and PECL's extensions that were compiled here, which are another channel of the same
 * (PEAR_Registry; official images of PHP have it in `/usr/local/lib/php/.registry`). `pear` and `pecl` are only candidates of the purl specification:
 * `pkg:pear/CHANNEL/NAME` is what syft writes of late, and the channel tells two packages of one name apart.
 */
const pear: Ecosystem = {
  name: "pear",
  type: "pear",
  looksAt: { endings: [".reg"] },
  wants: ({ path }) => /\/\.registry\/(?:\.channel\.[^/]+\/)?[^/]+\.reg$/.test(path),
  maxBytes: 16 * 1024 * 1024,
  read({ path }, body): PackageExtract | undefined {
    const data = readSerialized(body.read(0, body.size));
    const found = isArray(data) ? pearPackage(data, channelOf(path)) : undefined;
    return found === undefined ? undefined : { packages: [found] };
  },
};

export default pear;

/** Packages of PEAR's own channel lie in the registry itself. */
function channelOf(path: string): string {
  return /\/\.channel\.([^/]+)\/[^/]+$/.exec(path)?.[1] ?? "pear.php.net";
}
