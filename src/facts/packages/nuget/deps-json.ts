import { ownValue } from "../../../domain/own-value.ts";
import type { FoundPackage } from "../ecosystem.ts";
import type { JsonObject } from "../text/json.ts";
import { entriesOf, keysOf } from "../text/json.ts";
import { distinct, wordOf } from "../text/names.ts";
import { folderOf, resolvePath } from "../text/paths.ts";
import { isObject } from "../../../formats/json/values.ts";
import { lastPart } from "../../../text/cut.ts";

const runtimePack = "runtimepack.";
const sharedFramework = /\/shared\/[^/]+\/[^/]+\/[^/]+\.deps\.json$/;

/**
 * Packages of a `NAME.deps.json` (dotnet/runtime, docs "deps.json"; Microsoft.Extensions.DependencyModel): `libraries` says of which type each is,
 * `targets` what of it runs here. Counted are packages and runtime packs that bring files; a package without any (`NETStandard.Library`)
 * left no files. The project's own entry and plain references are not. A shared framework's package owns its whole folder.
 */
export function depsJsonPackages(data: JsonObject, path: string): readonly FoundPackage[] {
  const target = targetOf(data);
  const libraries = isObject(data.libraries) ? data.libraries : {};
  return Object.entries(libraries).flatMap(([key, library]) => {
    const type = isObject(library) ? library.type : undefined;
    const slash = key.indexOf("/");
    if ((type !== "package" && type !== "runtimepack") || slash === -1) return [];
    const name = wordOf(withoutPack(key.slice(0, slash)));
    const version = wordOf(key.slice(slash + 1));
    if (name === undefined || version === undefined) return [];
    const entry = ownValue(target, key);
    const files = isObject(entry) ? filesOf(entry, folderOf(path)) : [];
    // The file lacks the deciding part: rather report one too many.
    if (target !== undefined && files.length === 0) return [];
    const dependsOn = isObject(entry)
      ? distinct(keysOf(entry.dependencies).map((needed) => wordOf(needed)))
      : undefined;
    return [
      {
        name,
        version,
        ...(dependsOn === undefined ? {} : { dependsOn }),
        ...(sharedFramework.test(path) ? { owns: [folderOf(path)] } : files.length === 0 ? {} : { owns: files }),
      },
    ];
  });
}

/** `runtimepack.Microsoft.NETCore.App.Runtime.linux-x64` is that package, taken along by a self-contained application. */
function withoutPack(name: string): string {
  return name.startsWith(runtimePack) ? name.slice(runtimePack.length) : name;
}

/** The entry for the runtime that the application was published for. */
function targetOf(data: JsonObject): JsonObject | undefined {
  const targetName = isObject(data.runtimeTarget) ? data.runtimeTarget.name : data.runtimeTarget;
  if (!isObject(data.targets) || typeof targetName !== "string") return undefined;
  const target = ownValue(data.targets, targetName);
  return isObject(target) ? target : undefined;
}

/** `dotnet publish` flattens `lib/net8.0/X.dll` to `X.dll`, puts resources below their locale, and keeps the path of `runtimes/RID/...`. */
function filesOf(entry: JsonObject, folder: string): readonly string[] {
  const flat = [...keysOf(entry.runtime), ...keysOf(entry.native)].map(lastPart);
  const resources = entriesOf(entry.resources).map(([file, details]) => {
    const locale = isObject(details) ? wordOf(details.locale) : undefined;
    return locale === undefined ? lastPart(file) : `${locale}/${lastPart(file)}`;
  });
  // `lib/netstandard2.0/_._` is NuGet's way to say: nothing.
  const names = [...flat, ...resources, ...keysOf(entry.runtimeTargets)].filter((file) => lastPart(file) !== "_._");
  return [...new Set(names.filter((file) => file !== "" && file.length <= 4_096))].map((file) =>
    resolvePath(folder, file.replace(/^\/+/, "")),
  );
}
