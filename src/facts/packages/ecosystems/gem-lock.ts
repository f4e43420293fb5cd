import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { indentOf, linesOf } from "../text/lines.ts";
import { withoutRepeats, wordOf } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

interface Locked {
  readonly name: string;
  readonly version: string;
  readonly platform?: string;
  readonly dependsOn: string[];
}

/**
 * Gems of `Gemfile.lock` and `gems.locked`: under `specs:` of GEM and GIT, gems at indent 4 (`nokogiri (1.16.0-x86_64-linux)`), their dependencies at 6.
 * PATH holds the project's own; platforms that no Linux image runs are left out.
 */
const gemLock: Ecosystem = {
  name: "gem-lock",
  type: "gem",
  looksAt: { names: ["Gemfile.lock", "gems.locked"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const gems = withoutRepeats(gemsIn(decode(body.read(0, body.size))));
    return gems.length === 0 ? undefined : { packages: gems.map(packageOf) };
  },
};

function gemsIn(text: string): readonly Locked[] {
  const gems: Locked[] = [];
  let section = "";
  let current: Locked | undefined;
  for (const line of linesOf(text)) {
    const indent = indentOf(line);
    if (indent === 0) {
      section = line.trimEnd();
      current = undefined;
    } else if ((section === "GEM" || section === "GIT") && indent === 4) {
      current = lockedOf(line.trim());
      if (current !== undefined) addBounded(gems, current);
    } else if (indent === 6 && current !== undefined) {
      const name = wordOf(line.trim().split(" ", 1)[0]);
      if (name !== undefined) addBounded(current.dependsOn, name.replace(/!$/, ""));
    }
  }
  return gems;
}

/** `name (version-platform)`; a gem's version has no hyphen. */
function lockedOf(line: string): Locked | undefined {
  const match = /^([^\s()]{1,255}) \(([^\s()-]{1,255})(?:-([^\s()]{1,255}))?\)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const platform = match[3];
  if (platform !== undefined && /darwin|mingw|mswin|cygwin|freebsd|openbsd/.test(platform)) return undefined;
  return { name: match[1], version: match[2], ...(platform === undefined ? {} : { platform }), dependsOn: [] };
}

function packageOf({ name, version, platform, dependsOn }: Locked): FoundPackage {
  return {
    name,
    version,
    ...(platform === undefined ? {} : { qualifiers: { platform } }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    declared: true,
  };
}

export default gemLock;
