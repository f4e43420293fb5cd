import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { npmPackage, unaliased } from "../npm/npm-package.ts";
import { addBounded } from "../text/bounds.ts";
import { indentOf, keyAndValue, linesOf } from "../text/lines.ts";
import { unquoted } from "../../../text/unquoted.ts";
import { distinct, withoutRepeats } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

interface Entry {
  readonly key: string;
  readonly fields: Map<string, string>;
  readonly dependsOn: string[];
}

/**
 * Packages of `yarn.lock`: version 1 (its own format, https://classic.yarnpkg.com/lang/en/docs/yarn-lock/) and the YAML of Yarn 2 and newer.
 * Both are entries with fields indented by two and dependencies by four. Neither says what only development needs.
 */
const yarnLock: Ecosystem = {
  name: "yarn-lock",
  type: "npm",
  looksAt: { names: ["yarn.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const packages: FoundPackage[] = [];
    for (const entry of entriesIn(decode(body.read(0, body.size)))) {
      const packageRecord = packageOf(entry);
      if (packageRecord !== undefined) addBounded(packages, packageRecord);
    }
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

function* entriesIn(text: string): Generator<Entry, void> {
  let entry: Entry | undefined;
  let section = "";
  for (const line of linesOf(text)) {
    const indent = indentOf(line);
    if (indent === line.length || line[indent] === "#") continue;
    if (indent === 0) {
      if (entry !== undefined) yield entry;
      const end = line.trimEnd();
      entry = end.endsWith(":") ? { key: firstKey(end.slice(0, -1)), fields: new Map(), dependsOn: [] } : undefined;
      section = "";
    } else if (entry !== undefined && indent === 2) {
      const [key, value] = field(line);
      section = value === "" ? key : "";
      if (value !== "") entry.fields.set(key, value);
    } else if (entry !== undefined && (section === "dependencies" || section === "optionalDependencies")) {
      addBounded(entry.dependsOn, unaliased(...field(line)));
    }
  }
  if (entry !== undefined) yield entry;
}

/** `"@a/b@^1.0.0", "@a/b@^1.1.0"` (version 1) or `"a@npm:^1, a@npm:^2"`: all keys of an entry have one name. */
function firstKey(keys: string): string {
  const quoted = keys.startsWith('"') ? keys.slice(1) : keys;
  const end = quoted.search(/[",]/);
  return end === -1 ? quoted : quoted.slice(0, end);
}

/** `version "1.2.3"` or `version: 1.2.3`, and the same with a quoted key. */
function field(line: string): readonly [key: string, value: string] {
  const text = line.trim();
  const space = text.indexOf(" ");
  const keyText = space === -1 ? text : text.slice(0, space);
  if (!keyText.endsWith(":")) return [unquoted(keyText), space === -1 ? "" : unquoted(text.slice(space + 1).trim())];
  return keyAndValue(text) ?? [text, ""];
}

function packageOf(entry: Entry): FoundPackage | undefined {
  const version = entry.fields.get("version");
  // Yarn 2 says what it resolved to: `a@npm:1.2.3`, `a@patch:...`; `a@workspace:packages/a` is the project's own.
  const locator = entry.fields.get("resolution") ?? entry.key;
  const at = locator.indexOf("@", 1);
  if (at === -1) return undefined;
  const range = locator.slice(at + 1);
  if (/^(?:workspace|link|portal|file):/.test(range) || entry.fields.get("linkType") === "soft") return undefined;
  const packageRecord = npmPackage(
    entry.fields.has("resolution") ? locator.slice(0, at) : unaliased(locator.slice(0, at), range),
    version,
  );
  if (packageRecord === undefined) return undefined;
  const dependsOn = distinct(entry.dependsOn);
  return { ...packageRecord, ...(dependsOn === undefined ? {} : { dependsOn }), declared: true };
}

export default yarnLock;
