import type { Lookup } from "./lookup.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { oncePer } from "../../text/once-per.ts";
import { distributionOf, osOfDistro } from "./distribution.ts";
import { alsoProgramLookups, bitnamiLookups, goRelease, programLookups } from "./program-lookups.ts";
import { purlParts, type PurlParts } from "./purl-parts.ts";

/** Why no one can be asked about a program that an image holds without a package manager's word. */
export const noFeed = "no feed has advisories for them when no package manager brought them";

/** Several: all are asked. A text says why no one can be asked; it starts small. */
export type Lookups = readonly Lookup[] | string;

type Reader = (found: PackageInfo, parts: PurlParts, os: ImageInfo["os"]) => Lookups;

/** Which shards are needed, what they say, and why they say nothing: each asks of every package. */
const partsOf = oncePer(({ purl }: PackageInfo) => purlParts(purl));

export function lookupsOf(found: PackageInfo, os: ImageInfo["os"]): Lookups {
  const parts = partsOf(found);
  if (parts === undefined) return "it has no package URL";
  if (found.version === "") return "its version is not known";
  const read = ownValue(readers, parts.type);
  if (read === undefined) return `no advisories are read for packages of the kind "${parts.type}"`;
  const lookups = read(found, parts, os);
  if (typeof lookups === "string") return lookups;
  const more = alsoProgramLookups(found, parts);
  return more.length === 0 ? lookups : [...lookups, ...more];
}

/** A shard's name is the purl type's. */
const named =
  (shard: ShardName, nameOf: (parts: PurlParts) => string): Reader =>
  ({ version }, parts) => [{ shard, names: [nameOf(parts)], version }];

const scoped = ({ namespace, name }: PurlParts) => (namespace === "" ? name : `${namespace}/${name}`);

const readers: Readonly<Record<string, Reader>> = {
  deb: distributionPackage,
  apk: distributionPackage,
  rpm: distributionPackage,
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  pypi: named("pypi", ({ name }) => name.toLowerCase().replace(/[-_.]+/g, "-")),
  npm: named("npm", scoped),
  cargo: named("cargo", ({ name }) => name),
  composer: ({ version }, parts) =>
    parts.namespace === ""
      ? "names without a vendor are PHP and its extensions, no packages of Packagist"
      : [{ shard: "composer", names: [scoped(parts).toLowerCase()], version }],
  // What is inferred of a Java archive is looked up by the artifact alone.
  maven: ({ version, identity }, { namespace, name }) =>
    namespace === "" && identity === undefined
      ? "their purls have no group"
      : [{ shard: "maven", names: [`${namespace.replaceAll("/", ".")}:${name}`], version }],
  nuget: named("nuget", ({ name }) => name.toLowerCase()),
  hex: named("hex", ({ name }) => name.toLowerCase()),
  pub: named("pub", ({ name }) => name.toLowerCase()),
  cran: named("cran", ({ name }) => name),
  hackage: named("hackage", ({ name }) => name),
  gem: rubyGem,
  golang: goModule,
  pear: pearPackage,
  // syft's older name for the same channel.
  pecl: (found, parts) => pearPackage(found, { ...parts, namespace: "pecl.php.net" }),
  wordpress: () => "no feed that may be used freely has advisories for extensions of WordPress",
  generic: program,
  bitnami: bitnamiLookups,
};

/** Composer's names for what used to be installed from channels of PEAR, by which the advisories know it. */
const composerNames: ReadonlyMap<string, string> = new Map([
  ["pear.phpunit.de/phpunit", "phpunit/phpunit"],
  ["pear.twig-project.org/twig", "twig/twig"],
  ["pear.swiftmailer.org/swift", "swiftmailer/swiftmailer"],
  ["htmlpurifier.org/htmlpurifier", "ezyang/htmlpurifier"],
  ["pear.doctrine-project.org/doctrineorm", "doctrine/orm"],
  ["pear.doctrine-project.org/doctrinedbal", "doctrine/dbal"],
]);

/** PEAR's own packages are `pear/NAME` at Packagist too. */
function pearPackage({ version }: PackageInfo, { namespace, name }: PurlParts): Lookups {
  const [channel, lower] = [namespace.toLowerCase(), name.toLowerCase()];
  const known =
    channel === "pear.php.net" || channel === "" ? `pear/${lower}` : composerNames.get(`${channel}/${lower}`);
  if (known !== undefined) return [{ shard: "composer", names: [known], version }];
  return channel === "pecl.php.net"
    ? "no feed has advisories for PHP extensions when no distribution packed them"
    : `no feed has advisories for packages of the PEAR channel ${channel}`;
}

/** `1.16.0-x86_64-linux-gnu`: the platform that a gem was built for is not of its version. */
const gemPlatform = /-(?:x86|x64|i[3-6]86|arm|aarch64|universal|java|jruby|mswin|mingw|ppc64|s390x|riscv64).*$/s;

/** JRuby's gems say so, unless who wrote the SBOM dropped the platform: then their files do. */
function rubyGem({ version, path }: PackageInfo, { name, qualifiers }: PurlParts): Lookups {
  const platform = qualifiers["platform"] ?? gemPlatform.exec(version)?.[0] ?? "";
  const isOfJava = /java|jruby/.test(platform) || /jruby|-java\.gemspec$/.test(path);
  return [
    {
      shard: "gem",
      names: [name],
      version: version.replace(gemPlatform, ""),
      architecture: isOfJava ? "java" : "ruby",
    },
  ];
}

function goModule({ name: path, version }: PackageInfo, parts: PurlParts): Lookups {
  const own = scoped(parts) === "std" ? "stdlib" : scoped(parts);
  const names = [...new Set(path.includes("/") ? [path, own] : [own])];
  return [{ shard: "golang", names, version: names[0] === "stdlib" ? goRelease(version) : version }];
}

/** Programs that no package manager brought. */
function program(found: PackageInfo, parts: PurlParts): Lookups {
  const lookups = programLookups(found, parts);
  return lookups.length === 0 ? noFeed : lookups;
}

function distributionPackage(
  found: PackageInfo,
  { type, namespace, qualifiers }: PurlParts,
  os: ImageInfo["os"],
): Lookups {
  // An SBOM may hold packages of several systems: what a package says of itself comes first.
  const distribution = distributionOf(osOfDistro(qualifiers["distro"], namespace) ?? os);
  if ("reason" in distribution) return distribution.reason;
  const { shard, keys } = distribution;
  const names = new Set(keys.map((key) => (key === "source" ? (found.source?.name ?? found.name) : found.name)));
  const module = /^([^:]+:[^:]+)/.exec(qualifiers["rpmmod"] ?? qualifiers["modularitylabel"] ?? "")?.[1];
  return [
    {
      shard,
      names: [...names],
      version: type === "deb" ? debVersion(found) : type === "rpm" ? rpmVersion(found, qualifiers) : found.version,
      ...(qualifiers["arch"] === undefined ? {} : { architecture: qualifiers["arch"] }),
      ...(module === undefined ? {} : { module }),
    },
  ];
}

/** The source's. A rebuild without a change of the source (`+b1`) is the binary's alone (Developers' Reference 5.10.2.1). */
function debVersion({ version, source }: PackageInfo): string {
  return source === undefined || source.version === "" || source.version === version
    ? version.replace(/\+b[0-9]+$/, "")
    : source.version;
}

function rpmVersion({ version }: PackageInfo, qualifiers: Readonly<Record<string, string>>): string {
  const epoch = qualifiers["epoch"] ?? "";
  return epoch === "" || /^[0-9]+:/.test(version) ? version : `${epoch}:${version}`;
}
