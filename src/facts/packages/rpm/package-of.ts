import type { FoundPackage } from "../ecosystem.ts";
import type { RpmHeader } from "./header.ts";
import { dependencyNames } from "./rich-dependency.ts";

/** rpmtag.h. */
const tag = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  license: 1014,
  architecture: 1022,
  fileStates: 1029,
  fileModes: 1030,
  sourceRpm: 1044,
  provideName: 1047,
  requireName: 1049,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  modularityLabel: 5096,
} as const;

const fileTypeMask = 0o170_000;
const folder = 0o040_000;
/** rpmfiles.h: 0 is normal, 3 on a shared network mount; the others are not there (replaced, excluded, wrong architecture). */
const present: readonly number[] = [0, 3];

/**
 * The package that a header of a database mentions. Undefined for the keys that rpm stores as if they were packages. Owned paths
 * are files only, joined by `join`. Requirements are capabilities and paths as rpm has them (`libc.so.6(GLIBC_2.38)(64bit)`, `/bin/sh`).
 */
export function packageOf(header: RpmHeader, join: (folder: string, name: string) => string): FoundPackage | undefined {
  const text = (tagNumber: number) => header.strings(tagNumber)[0] ?? "";
  const name = text(tag.name);
  if (name === "gpg-pubkey") return undefined;
  const version = [text(tag.version), text(tag.release)].filter((part) => part !== "").join("-");
  if (name === "" || version === "") throw new Error("a package's header has no name or no version");
  const license = text(tag.license);
  const upstream = text(tag.sourceRpm);
  const source = sourceOf(upstream);
  return {
    name,
    version,
    qualifiers: filled({
      arch: text(tag.architecture),
      epoch: String(header.numbers(tag.epoch)[0] ?? ""),
      upstream: source === undefined ? "" : upstream,
      // The name that syft gave it; purl-spec has none for the module stream.
      rpmmod: text(tag.modularityLabel),
    }),
    source: source ?? { name, version },
    ...(license === "" ? {} : { licenses: [license] }),
    dependsOn: [...new Set(header.strings(tag.requireName).flatMap(dependencyNames))],
    provides: [...new Set(header.strings(tag.provideName))].filter((providedName) => providedName !== name),
    owns: filesOf(header, join),
  };
}

/** `bash-5.1.8-9.el9.src.rpm`: name and version are separated by the last two dashes. Undefined for `(none)`. */
export function sourceOf(file: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(file);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { name: match[1], version: match[2] };
}

function filesOf(header: RpmHeader, join: (folder: string, name: string) => string): readonly string[] {
  const names = header.strings(tag.baseNames);
  const folders = header.strings(tag.dirNames);
  const indexes = header.numbers(tag.dirIndexes);
  const modes = header.numbers(tag.fileModes);
  const states = header.numbers(tag.fileStates);
  const files: string[] = [];
  for (const [at, name] of names.entries()) {
    const parent = folders[indexes[at] ?? -1];
    if (parent === undefined) throw new Error("a package's header has a file without a folder");
    if (((modes[at] ?? 0) & fileTypeMask) === folder || !present.includes(states[at] ?? 0)) continue;
    files.push(join(parent, name));
  }
  return files;
}

function filled(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
