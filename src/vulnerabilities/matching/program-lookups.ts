import { programs } from "../../data/programs/index.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { Lookup } from "./lookup.ts";
import type { PurlParts } from "./purl-parts.ts";

/** Names of programs in feeds other than Bitnami's: keys of the shard `runtimes`. */
const runtimeNames: ReadonlyMap<string, string> = new Map([
  ["node", "node"],
  ["python", "python"],
  ["ruby", "ruby"],
  ["php", "php"],
  ["rust", "rust"],
  // In programs: vulnerabilities of the compiler and cargo do not affect their output.
  ["rust-std", "rust/std"],
  ["openjdk", "java"],
  ["oracle-jdk", "java"],
]);

/** Other tools' names for the same programs. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["nodejs", "node"],
  ["cpython", "python"],
  ["golang", "go"],
  ["apache2", "httpd"],
  ["postgres", "postgresql"],
  ["jdk", "openjdk"],
  ["jre", "openjdk"],
  ["java", "openjdk"],
]);

/** Keys in Bitnami's records, for those of which only a part is about the program. */
const partNames: ReadonlyMap<string, string> = new Map([["javafx", "java/javafx"]]);

const byName = new Map(programs.map((program) => [program.name, program]));

/** Programs whose extensions use their name as namespace. */
const extended = new Set(["nextcloud", "joomla", "moodle"]);

/** A program that no package manager installed (`pkg:generic/NAME`). Empty: no feed covers it. */
export function programLookups({ version }: PackageInfo, { namespace, name: called }: PurlParts): readonly Lookup[] {
  // Nextcloud's app of a name is no program of that name.
  if (extended.has(namespace)) return [];
  const name = otherNames.get(called) ?? called;
  if (name === "go") return goLookups(version);
  // Its advisories are those of the npm package, which an application that includes it no longer has.
  if (name === "electron") return [{ shard: "npm", names: ["electron"], version }];
  const runtime = runtimeNames.get(name);
  const record = partNames.get(name) ?? byName.get(name)?.bitnami;
  return [
    ...(runtime === undefined ? [] : [{ shard: "runtimes", names: [runtime], version }]),
    ...(record === undefined ? [] : [{ shard: "bitnami", names: [record], version: recordVersion(record, version) }]),
  ];
}

const byPurl = new Map(
  programs.flatMap((program) => (program.alsoAs === undefined ? [] : [[program.alsoAs, program] as const])),
);

/** A program that a language's package manager installed: Bitnami's records in addition to the manager's advisories. */
export function alsoProgramLookups({ version }: PackageInfo, { type, namespace, name }: PurlParts): readonly Lookup[] {
  const record = byPurl.get(`pkg:${type}/${namespace === "" ? "" : `${namespace}/`}${name}`)?.bitnami;
  return record === undefined ? [] : [{ shard: "bitnami", names: [record], version: recordVersion(record, version) }];
}

/** The toolchain contains the standard library. */
function goLookups(version: string): readonly Lookup[] {
  const release = goRelease(version);
  return [
    { shard: "golang", names: ["stdlib", "toolchain"], version: release },
    { shard: "runtimes", names: ["go"], version: release },
    { shard: "bitnami", names: ["golang"], version: version.replace(/^(?:go|v)/, "") },
  ];
}

/** A maker's suffix (`1.25.3-X:nodwarf5`) is none of a pre-release (`1.25.0-rc.1`, a pseudo-version). */
export function goRelease(version: string): string {
  const plainVersion = version.replace(/^(?:go|v)/, "");
  return /-(?:0|rc\.?[0-9]+|beta\.?[0-9]+|(?:0\.)?[0-9]{14}-[0-9a-f]{12})$/.test(plainVersion)
    ? plainVersion
    : `go${plainVersion}`;
}

/**
 * Bitnami's packages (`pkg:bitnami/redis@7.4.1-0`): the program by its upstream version, and the packaging by the
 * revision after it.
 */
export function bitnamiLookups({ version }: PackageInfo, { name }: PurlParts): readonly Lookup[] {
  const [, upstream = version, revision = "0"] = /^(.+?)-r?(\d+)$/.exec(version) ?? [];
  const plainVersion = recordVersion(name, upstream);
  const runtime = name === "node" || name === "node-min" ? "node" : undefined;
  return [
    ...(runtime === undefined ? [] : [{ shard: "runtimes", names: [runtime], version: plainVersion }]),
    { shard: "bitnami", names: [name], version: plainVersion },
    {
      shard: "bitnami",
      names: [`${name}/image`],
      version: Number(revision) === 0 ? plainVersion : `${plainVersion}-${Number(revision)}`,
    },
  ];
}

/**
 * The version in the records' format: without build metadata (`21.0.5+11-LTS`), and `8.0.402` for JDK 8's `1.8.0_402`
 * and `8u402`.
 */
function recordVersion(record: string, version: string): string {
  const plainVersion = version.replace(/\+.*$/s, "");
  if (!/^(?:java(?:-min)?|jre)(?:\/|$)/.test(record)) return plainVersion;
  return plainVersion
    .replace(/^1\.([5-8])\.0(?:_(\d+))?(?:-.*)?$/s, (_, major: string, update = "0") => `${major}.0.${update}`)
    .replace(/^8u(\d+)(?:-.*)?$/s, "8.0.$1");
}

/** Names of programs with Bitnami's records as advisories, which start in 2020. */
export function isOfBitnami(lookups: readonly Lookup[]): boolean {
  return lookups.some(({ shard }) => shard === "bitnami");
}
