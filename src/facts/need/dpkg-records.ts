import { paragraphs } from "../packages/deb/paragraphs.ts";

/** One alternative of a relationship: `libc6 (>= 2.36)`, `python3:any` (deb-control(5)). */
export interface Relation {
  readonly name: string;
  /** `>=` and its like, with a version. */
  readonly operator?: string;
  readonly version?: string;
}

/** What dpkg's status file says of a package. */
export interface DpkgRecord {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Depends and Pre-Depends: of each group one alternative has to be there. */
  readonly depends: readonly (readonly Relation[])[];
  readonly provides: readonly Relation[];
  /** Path and MD5 of configuration files, as they were installed. */
  readonly conffiles: readonly (readonly [path: string, md5: string])[];
  /** Installed, and nothing half done. */
  readonly isWhole: boolean;
}

const fieldNames = new Set([
  "package",
  "version",
  "status",
  "architecture",
  "depends",
  "pre-depends",
  "provides",
  "conffiles",
]);

export function dpkgRecords(text: string): DpkgRecord[] {
  return [...paragraphs(text, fieldNames)].flatMap((fields) => {
    const field = (name: string) => fields.get(name) ?? "";
    if (field("package") === "" || field("version") === "" || /(?:not-installed|config-files)$/.test(field("status")))
      return [];
    return [
      {
        name: field("package"),
        version: field("version"),
        architecture: field("architecture"),
        depends: [...groupsOf(field("pre-depends")), ...groupsOf(field("depends"))],
        provides: groupsOf(field("provides")).flat(),
        conffiles: conffilesOf(field("conffiles")),
        isWhole: /^(?:install|hold) ok (?:installed|triggers-\w+)$/.test(field("status")),
      },
    ];
  });
}

function groupsOf(value: string): Relation[][] {
  return value.split(",").flatMap((group) => {
    const alternatives = group.split("|").flatMap((text): Relation[] => {
      const [, name, operator, version] =
        /^\s*([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\((<<|<=|=|>=|>>|<|>)\s*([^\s)]+)\s*\))?/.exec(text) ?? [];
      if (name === undefined) return [];
      return [{ name, ...(operator !== undefined && version !== undefined && { operator, version }) }];
    });
    return alternatives.length === 0 ? [] : [alternatives];
  });
}

/** An obsolete one belongs to no version any more. */
function conffilesOf(value: string): (readonly [string, string])[] {
  return value.split("\n").flatMap((line) => {
    const [, path, md5] = /^(\/.*?) ([0-9a-f]{32})$/.exec(line) ?? [];
    return path === undefined || md5 === undefined ? [] : [[path, md5] as const];
  });
}
