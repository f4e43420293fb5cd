import type { FoundPackage } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { distinct, wordOf } from "../text/names.ts";
import type { TomlTable } from "../text/toml-tables.ts";
import { tomlNames, tomlString, tomlStrings, tomlTables } from "../text/toml-tables.ts";
import { normalName, requirementName } from "./core-metadata.ts";

/** A package of a lock file while its tables are read. */
interface Locked {
  readonly name: string;
  /** Empty where a project computes its own. */
  readonly version: string;
  readonly dependsOn: string[];
  /** Requirements of its extras. */
  readonly extras: string[];
  /** A project that the lock file of uv is for. */
  readonly project: boolean;
  /** The project itself, a folder, a file next to the lock: not from an index. */
  local: boolean;
}

/**
 * Packages of `poetry.lock`, `uv.lock`, `pdm.lock` (`[[package]]`) and `pylock.toml` (`[[packages]]`, PEP 751). What the file itself marks as not for
 * production (Poetry's `category` and `groups`), and what no project of uv's leads to but by its development groups, is left out.
 */
export function pythonTomlLock(text: string): readonly FoundPackage[] {
  const lockedPackages: Locked[] = [];
  let current: Locked | undefined;
  for (const table of tomlTables(text)) {
    const [head, part] = splitHeader(table.header);
    if (head !== "package" && head !== "packages") current = undefined;
    else if (part === undefined) {
      current = lockedOf(table);
      if (current !== undefined) addBounded(lockedPackages, current);
    } else if (current !== undefined) addPart(current, part, table);
  }
  const needed = reachedFromProjects(lockedPackages);
  return lockedPackages
    .filter(
      (lockedPackage) => !lockedPackage.local && (needed === undefined || needed.has(normalName(lockedPackage.name))),
    )
    .map(packageOf);
}

/** Normal names of all dependencies of the projects, with extras and without development groups. Undefined: the file names no project. */
function reachedFromProjects(lockedPackages: readonly Locked[]): ReadonlySet<string> | undefined {
  const open = lockedPackages.filter(({ project }) => project);
  if (open.length === 0) return undefined;
  const byName = Map.groupBy(lockedPackages, ({ name }) => normalName(name));
  const reached = new Set<string>();
  for (let lockedPackage = open.pop(); lockedPackage !== undefined; lockedPackage = open.pop()) {
    for (const name of [...lockedPackage.dependsOn, ...lockedPackage.extras].map(requirementName)) {
      if (name === undefined || reached.has(name)) continue;
      reached.add(name);
      open.push(...(byName.get(name) ?? []));
    }
  }
  return reached;
}

function splitHeader(header: string): readonly [head: string, part: string | undefined] {
  const dot = header.indexOf(".");
  return dot === -1 ? [header, undefined] : [header.slice(0, dot), header.slice(dot + 1)];
}

function lockedOf({ values }: TomlTable): Locked | undefined {
  const source = values.get("source") ?? "";
  const project = /^\{\s{0,8}(?:virtual|editable)\b/.test(source);
  const name = wordOf(tomlString(values.get("name")));
  const version = wordOf(tomlString(values.get("version")));
  if (name === undefined || (version === undefined && !project) || onlyDevelopment(values)) return undefined;
  const needed = values.get("dependencies");
  return {
    name,
    version: version ?? "",
    // uv and pylock write tables with a name, PDM writes requirements.
    dependsOn: [...tomlNames(needed), ...(needed?.includes("{") === true ? [] : tomlStrings(needed))],
    extras: [],
    project,
    local: project || /^\{\s{0,8}(?:directory|path)\b/.test(source) || values.has("directory") || values.has("path"),
  };
}

function onlyDevelopment(values: ReadonlyMap<string, string>): boolean {
  if (tomlString(values.get("category")) === "dev") return true;
  const groups = tomlStrings(values.get("groups"));
  return groups.length > 0 && groups.every((group) => /^(?:dev|test|tests|docs|lint|typing)$/.test(group));
}

function addPart(current: Locked, part: string, { values }: TomlTable): void {
  if (part === "dependencies") current.dependsOn.push(...[...values.keys()].map(tomlString));
  else if (part === "optional-dependencies") current.extras.push(...[...values.values()].flatMap(tomlNames));
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
