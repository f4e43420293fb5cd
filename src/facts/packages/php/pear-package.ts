import type { FoundPackage } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { distinct, wordOf } from "../text/names.ts";
import { isArray, type PhpArray, type PhpValue } from "./serialized.ts";

/** A package as PEAR's registry keeps it: its package.xml of version 2, or 1 with other keys, and where each file went. */
export function pearPackage(entry: PhpArray, channel: string): FoundPackage | undefined {
  const name = wordOf(entry.get("name") ?? entry.get("package"));
  const version = wordOf(within(entry.get("version"), "release"));
  if (name === undefined || version === undefined || /[\s/@]/.test(name)) return undefined;
  const namespace = wordOf(entry.get("channel")) ?? channel;
  const license = entry.get("license") ?? entry.get("release_license");
  const licenses = distinct([wordOf(within(license, "_content"))]);
  const dependsOn = distinct(requiredBy(entry));
  const owns = installed(entry);
  return {
    name: `${namespace}/${name}`,
    version,
    namespace,
    purlName: name,
    ...(licenses === undefined ? {} : { licenses }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(owns.length === 0 ? {} : { owns }),
  };
}

/** A field that is a text, or an array that has it under a key. */
function within(value: PhpValue | undefined, key: string): PhpValue | undefined {
  return isArray(value) ? value.get(key) : value;
}

function requiredBy(entry: PhpArray): string[] {
  const dependencies = entry.get("dependencies");
  const required = isArray(dependencies) ? dependencies.get("required") : undefined;
  const packages = isArray(required) ? required.get("package") : undefined;
  if (!isArray(packages)) return [];
  // One is not put into a list.
  const list = packages.has("name") ? [packages] : [...packages.values()];
  return list.flatMap((dependency) => {
    const name = isArray(dependency) ? wordOf(dependency.get("name")) : undefined;
    const channel = isArray(dependency) ? wordOf(dependency.get("channel")) : undefined;
    return name === undefined || channel === undefined ? [] : [`${channel}/${name}`];
  });
}

function installed(entry: PhpArray): readonly string[] {
  const files = entry.get("filelist");
  const owns: string[] = [];
  for (const file of isArray(files) ? files.values() : []) {
    const path = isArray(file) ? file.get("installed_as") : undefined;
    if (typeof path === "string" && path.startsWith("/") && !path.endsWith("/")) addBounded(owns, path);
  }
  return owns;
}
