import { addBounded } from "../text/bounds.ts";
import { indentOf, keyAndValue, linesOf } from "../text/lines.ts";

/** One package or snapshot of a pnpm lock file, by its key. */
export interface PnpmEntry {
  readonly key: string;
  /** Plain fields: `dev`, `name`, `version`, `os`. */
  readonly fields: Map<string, string>;
  /** Name to version (`1.2.3(peer@1.0.0)`, `/real/1.2.3`). */
  readonly dependencies: Map<string, string>;
}

export interface PnpmLockFile {
  readonly packages: PnpmEntry[];
  readonly snapshots: PnpmEntry[];
  /** Production dependencies of each project, name to version; absent before version 9, which marks `dev: true` instead. */
  readonly direct: (readonly [name: string, version: string])[];
}

/**
 * Reads the regular YAML that pnpm writes (https://pnpm.io/lockfile-format) line by line: sections at no indent, keys at 2, fields at 4. With
 * two documents in the file, the last is the project's; the first is about pnpm itself.
 */
export function readPnpmLock(text: string): PnpmLockFile {
  let lock: PnpmLockFile = { packages: [], snapshots: [], direct: [] };
  let section = "";
  let entry: PnpmEntry | undefined;
  let group = "";
  let name = "";
  for (const line of linesOf(text)) {
    const indent = indentOf(line);
    if (indent === line.length || line[indent] === "#") continue;
    if (indent === 0 && line.trimEnd() === "---") {
      lock = { packages: [], snapshots: [], direct: [] };
      section = "";
      continue;
    }
    const pair = keyAndValue(line);
    if (pair === undefined) continue;
    const [key, value] = pair;
    if (indent === 0) [section, entry, group] = [key, undefined, ""];
    else if (section === "importers") {
      if (indent === 4) group = key;
      else if (indent === 6) name = key;
      else if (indent === 8 && key === "version" && isProduction(group)) addBounded(lock.direct, [name, value]);
    } else if (section === "packages" || section === "snapshots") {
      if (indent === 2) {
        entry = { key, fields: new Map(), dependencies: new Map() };
        addBounded(lock[section], entry);
        group = "";
      } else if (indent === 4) {
        group = value === "" ? key : "";
        if (value !== "") entry?.fields.set(key, value);
      } else if (indent === 6 && isProduction(group)) entry?.dependencies.set(key, value);
    }
  }
  return lock;
}

function isProduction(group: string): boolean {
  return group === "dependencies" || group === "optionalDependencies";
}

/**
 * Name and version out of a key: `/@a/b/1.2.3_peer@1` (version 5), `/@a/b@1.2.3(peer@1)` (6), `@a/b@1.2.3(peer@1)` (9). Undefined for what is
 * no registry's package (`file:...`, `github.com/...`, `link:...`).
 */
export function nameAndVersion(key: string): readonly [name: string, version: string] | undefined {
  const bracket = key.indexOf("(");
  const withoutPeers = bracket === -1 ? key : key.slice(0, bracket);
  const path = withoutPeers.startsWith("/") ? withoutPeers.slice(1) : withoutPeers;
  const at = path.indexOf("@", 1);
  const slash = path.indexOf("/", path.startsWith("@") ? path.indexOf("/") + 1 : 0);
  // In version 5 the version follows a slash, and an `@` can only come after it, in a peer's name.
  if (withoutPeers.startsWith("/") && slash !== -1 && (at === -1 || at > slash)) {
    const version = path.slice(slash + 1);
    const end = version.search(/[_/]/);
    return [path.slice(0, slash), end === -1 ? version : version.slice(0, end)];
  }
  if (at === -1) return undefined;
  const version = path.slice(at + 1);
  return /^\d/.test(version) ? [path.slice(0, at), version] : undefined;
}
