import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { indentOf, keyAndValue, linesOf } from "../text/lines.ts";
import { wordOf } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

/** Packages of Dart's `pubspec.lock` (dart.dev, "The pubspec.lock file"): under `packages`, names at indent 2, fields at 4. Only hosted ones. */
const pubLock: Ecosystem = {
  name: "pub-lock",
  type: "pub",
  looksAt: { names: ["pubspec.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const packages = entriesIn(decode(body.read(0, body.size))).flatMap(packageOf);
    return packages.length === 0 ? undefined : { packages };
  },
};

interface Entry {
  readonly name: string;
  readonly fields: Map<string, string>;
}

function entriesIn(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let inPackages = false;
  for (const line of linesOf(text)) {
    const pair = keyAndValue(line);
    if (pair === undefined) continue;
    const indent = indentOf(line);
    if (indent === 0) inPackages = pair[0] === "packages";
    else if (inPackages && indent === 2) addBounded(entries, { name: pair[0], fields: new Map() });
    else if (inPackages && indent === 4) entries.at(-1)?.fields.set(...pair);
  }
  return entries;
}

function packageOf({ name, fields }: Entry): readonly FoundPackage[] {
  const packageName = wordOf(name);
  const version = wordOf(fields.get("version"));
  const hosted = fields.get("source") === "hosted" && fields.get("dependency") !== "direct dev";
  return hosted && packageName !== undefined && version !== undefined
    ? [{ name: packageName, version, declared: true }]
    : [];
}

export default pubLock;
