import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { readGemspec } from "../ruby/gemspec.ts";

const specification = /^(.*\/)specifications\/(?:default\/)?[^/]+\.gemspec$/;

/** Installed Ruby gems: `specifications/NAME-VERSION.gemspec`, and those that Ruby brings along under `specifications/default` (rubygems guides). */
const gem: Ecosystem = {
  name: "gem",
  type: "gem",
  looksAt: { endings: [".gemspec"] },
  maxBytes: 4 * 1024 * 1024,
  wants: (file) => specification.test(file.path),
  read(file, body): PackageExtract | undefined {
    const spec = readGemspec(decode(body.read(0, body.size)));
    if (spec === undefined) throw new Error("it has neither a stub line nor a name and version");
    const { platform, ...found } = spec;
    const pure = platform === "ruby";
    const full = `${found.name}-${found.version}${pure ? "" : `-${platform}`}`;
    const home = specification.exec(file.path)?.[1] ?? "/";
    // A name with a slash in it would own someone else's folder.
    const owns = [file.path, ...(full.includes("/") ? [] : [`${home}gems/${full}/`])];
    return { packages: [{ ...found, ...(pure ? {} : { qualifiers: { platform } }), owns }] };
  },
};

export default gem;
