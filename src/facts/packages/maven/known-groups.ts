import { frameworks } from "../../../data/java-groups/frameworks.ts";
import { languages } from "../../../data/java-groups/languages.ts";
import { libraries } from "../../../data/java-groups/libraries.ts";
import { older } from "../../../data/java-groups/older.ts";
import { organizationOf } from "./organization.ts";

/** The table's row for an artifact's group. */
export interface KnownGroup {
  readonly group: string;
  /** Folders of its classes, at least one. */
  readonly roots: readonly string[];
  /** The version is one of those that had this group. */
  readonly ofVersion: boolean;
}

interface Row {
  readonly group: string;
  readonly least?: readonly number[];
  readonly below?: readonly number[];
  readonly roots: readonly string[];
}

interface Table {
  readonly exact: ReadonlyMap<string, readonly Row[]>;
  /** `spring-boot-*`: the parts before and after the star; the longest first. */
  readonly patterns: readonly { readonly before: string; readonly after: string; readonly row: Row }[];
}

let table: Table | undefined;

/**
 * Groups that an artifact has had by the table of facts (`data/java-groups`), those of its version first. A row is
 * `group: artifacts | folders of its classes`; without folders they are below the group's organization. `group>=6` had these names from
 * version 6 on, `group<4` before 4. A name without a star wins over all patterns, of those the longest.
 */
export function knownGroups(artifactId: string, version: string): readonly KnownGroup[] {
  table ??= readTable([frameworks, languages, libraries, older].join("\n"));
  const name = artifactId.replace(/_(?:2\.\d+|3)$/, "");
  const numbers = numbersOf(version);
  return rowsOf(table, name)
    .map(({ group, roots, least, below }) => ({
      group,
      roots,
      ofVersion:
        (least === undefined || compare(numbers, least) >= 0) && (below === undefined || compare(numbers, below) < 0),
      // Of two that had the name one after the other the one that says when is meant.
      bounded: least !== undefined || below !== undefined,
    }))
    .sort((a, b) => Number(b.ofVersion) - Number(a.ofVersion) || Number(b.bounded) - Number(a.bounded))
    .map(({ group, roots, ofVersion }) => ({ group, roots, ofVersion }));
}

function rowsOf({ exact, patterns }: Table, name: string): readonly Row[] {
  const rows = exact.get(name);
  if (rows !== undefined) return rows;
  const fits = patterns.filter(
    ({ before, after }) =>
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after),
  );
  const longest = Math.max(0, ...fits.map(({ before, after }) => before.length + after.length));
  return fits.filter(({ before, after }) => before.length + after.length === longest).map(({ row }) => row);
}

/** Throws `Error` for a line that is no row; a test reads them all. */
export function readTable(text: string): Table {
  const exact = new Map<string, Row[]>();
  const patterns: { before: string; after: string; row: Row }[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const parts = /^([\w.-]+)(?:(>=|<)([\d.]+))?: ([^|]+)(?:\|(.+))?$/.exec(line);
    if (parts === null) throw new Error(`no row of the table of groups: ${line}`);
    const [, group = "", sign, bound, artifacts = "", folders] = parts;
    const roots = folders?.trim().split(" ") ?? [organizationOf(group).replaceAll("-", "").replaceAll(".", "/")];
    const at = bound === undefined ? undefined : numbersOf(bound);
    const row = { group, roots, ...(at && (sign === "<" ? { below: at } : { least: at })) };
    for (const artifact of artifacts.trim().split(" ")) {
      const star = artifact.indexOf("*");
      if (star === -1) exact.set(artifact, [...(exact.get(artifact) ?? []), row]);
      else patterns.push({ before: artifact.slice(0, star), after: artifact.slice(star + 1), row });
    }
  }
  return { exact, patterns };
}

function numbersOf(version: string): number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? "0").split(".", 6).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
