import type { PackageInfo } from "../../domain/image/image-info.ts";
import { byKey } from "../../text/by-key.ts";

const mostNamed = 3;

/** Packages without a lookup because of the origin of their names; sentences without their full stop. */
export function identityLimits(packages: readonly PackageInfo[]): readonly string[] {
  const moved = new Map<string, string[]>();
  const nameless: string[] = [];
  const rust: string[] = [];
  const native: string[] = [];
  const lockFiles = new Set(packages.flatMap(({ declared, path }) => (declared === true ? [path] : [])));
  for (const { identity, name, version, path } of packages) {
    if (identity === undefined) continue;
    if (identity.by === "source-paths") rust.push(path);
    if (name === "graalvm" && identity.by === "binary" && !lockFiles.has(path)) native.push(path);
    for (const folder of identity.relocated ?? []) {
      const holders = moved.get(folder);
      if (holders === undefined) moved.set(folder, [path]);
      else holders.push(path);
    }
    if (identity.by === "file-name" && identity.confidence < 0.5) nameless.push(`${name} ${version}`);
  }
  return [
    ...[...moved]
      .sort(byKey)
      .map(
        ([folder, paths]) =>
          `copies of ${folder} that were moved into other Java archives (${some(paths)}): their version is unknown`,
      ),
    ...(nameless.length === 0
      ? []
      : [
          `vulnerabilities of ${nameless.length} Java archive${nameless.length === 1 ? "" : "s"} of which only the file's name tells what they are (${some(nameless)})`,
        ]),
    ...(native.length === 0
      ? []
      : [
          `libraries that were compiled into ${countText(native, "native image")} of Java (${some(native)}), which has no SBOM: GraalVM embeds one with --enable-sbom`,
        ]),
    ...(rust.length === 0
      ? []
      : [
          `crates of ${countText(rust, "Rust program")} without a list of them that no message of it names (${some(rust)}): what else went into it is not known`,
        ]),
  ];
}

function countText(paths: readonly string[], noun: string): string {
  const count = new Set(paths).size;
  return count === 1 ? `a ${noun}` : `each of ${count} ${noun}s`;
}

function some(list: readonly string[]): string {
  const names = [...new Set(list)].sort();
  const nameText = names.slice(0, mostNamed).join(", ");
  return names.length > mostNamed ? `${nameText} and ${names.length - mostNamed} more` : nameText;
}
