import type { FoundPackage } from "../ecosystem.ts";
import { distinct, wordOf } from "../text/names.ts";
import type { TomlTable } from "../text/toml-tables.ts";
import { tomlNames, tomlString, tomlStrings, tomlTables } from "../text/toml-tables.ts";
import { normalName, requirementName } from "./core-metadata.ts";

/** A package of a lock file while its tables are read. */
interface Locked {
  readonly name: string;
  readonly version: string;
  readonly dependsOn: string[];
  /** The project itself, a folder, a file beside the lock: nothing of an index. */
  local: boolean;
}

/**
 * Packages of `poetry.lock`, `uv.lock`, `pdm.lock` (`[[package]]`) and `pylock.toml` (`[[packages]]`, PEP 751). What the file itself marks as not for
 * production (Poetry's `category` and `groups`) is left out.
 */
export function pythonTomlLock(text: string): readonly FoundPackage[] {
  const found: Locked[] = [];
  let current: Locked | undefined;
  for (const table of tomlTables(text)) {
    const [head, part] = splitHeader(table.header);
    if (head !== "package" && head !== "packages") current = undefined;
    else if (part === undefined) {
      current = lockedOf(table);
      if (current !== undefined) found.push(current);
    } else if (current !== undefined) addPart(current, part, table);
  }
  return found.filter((one) => !one.local).map(packageOf);
}

function splitHeader(header: string): readonly [head: string, part: string | undefined] {
  const dot = header.indexOf(".");
  return dot === -1 ? [header, undefined] : [header.slice(0, dot), header.slice(dot + 1)];
}

function lockedOf({ values }: TomlTable): Locked | undefined {
  const name = wordOf(tomlString(values.get("name")));
  const version = wordOf(tomlString(values.get("version")));
  if (name === undefined || version === undefined || onlyDevelopment(values)) return undefined;
  const needed = values.get("dependencies");
  return {
    name,
    version,
    // uv and pylock write tables with a name, PDM writes requirements.
    dependsOn: [...tomlNames(needed), ...(needed?.includes("{") === true ? [] : tomlStrings(needed))],
    local:
      /^\{\s{0,8}(?:virtual|editable|directory|path)\b/.test(values.get("source") ?? "") || values.has("directory"),
  };
}

function onlyDevelopment(values: ReadonlyMap<string, string>): boolean {
  if (tomlString(values.get("category")) === "dev") return true;
  const groups = tomlStrings(values.get("groups"));
  return groups.length > 0 && groups.every((group) => /^(?:dev|test|tests|docs|lint|typing)$/.test(group));
}

function addPart(current: Locked, part: string, { values }: TomlTable): void {
  if (part === "dependencies") current.dependsOn.push(...[...values.keys()].map(tomlString));
  else if (part === "source" && /^(?:directory|file)$/.test(tomlString(values.get("type")))) current.local = true;
  else if (part === "directory") current.local = true;
}

function packageOf({ name, version, dependsOn }: Locked): FoundPackage {
  const needed = distinct(dependsOn.map(requirementName));
  return { ...declaredPython(name, version), ...(needed === undefined ? {} : { dependsOn: needed }) };
}

export function declaredPython(name: string, version: string): FoundPackage {
  const purlName = normalName(name);
  return { name, version, ...(purlName === name ? {} : { purlName, provides: [purlName] }), declared: true };
}
