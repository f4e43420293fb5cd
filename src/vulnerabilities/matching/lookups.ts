import type { Lookup } from "./lookup.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { oncePer } from "../../text/once-per.ts";
import { distributionOf, osOfDistro } from "./distribution.ts";
import { alsoProgramLookups, bitnamiLookups, goRelease, programLookups } from "./program-lookups.ts";
import { purlParts, type PurlParts } from "./purl-parts.ts";

/** Reason for a program that no package manager installed and no feed covers. */
export const noFeed = "no feed has advisories for them when no package manager brought them";

/** Several: all are used. A text is the reason why there is none, in lower case. */
export type Lookups = readonly Lookup[] | string;

type Reader = (found: PackageInfo, parts: PurlParts, os: ImageInfo["os"]) => Lookups;

/** Cached: needed shards, matches and gaps each need it for every package. */
const partsOf = oncePer(({ purl }: PackageInfo) => purlParts(purl));

export function lookupsOf(packageInfo: PackageInfo, os: ImageInfo["os"]): Lookups {
  const parts = partsOf(packageInfo);
  if (parts === undefined) return "it has no package URL";
  if (packageInfo.version === "") return "its version is not known";
  const read = ownValue(readers, parts.type);
  if (read === undefined) return `no advisories are read for packages of the kind "${parts.type}"`;
  const lookups = read(packageInfo, parts, os);
  if (typeof lookups === "string") return lookups;
  const programLookupList = alsoProgramLookups(packageInfo, parts);
  return programLookupList.length === 0 ? lookups : [...lookups, ...programLookupList];
}

/** A shard's name is the purl type's. */
const shardReader =
  (shard: ShardName, nameOf: (parts: PurlParts) => string): Reader =>
  ({ version }, parts) => [{ shard, names: [nameOf(parts)], version }];

const scoped = ({ namespace, name }: PurlParts) => (namespace === "" ? name : `${namespace}/${name}`);

const readers: Readonly<Record<string, Reader>> = {
  deb: distributionPackage,
  apk: distributionPackage,
  rpm: distributionPackage,
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  pypi: shardReader("pypi", ({ name }) => name.toLowerCase().replace(/[-_.]+/g, "-")),
  npm: shardReader("npm", scoped),
  cargo: shardReader("cargo", ({ name }) => name),
  composer: ({ version }, parts) =>
    parts.namespace === ""
      ? "names without a vendor are PHP and its extensions, no packages of Packagist"
      : [{ shard: "composer", names: [scoped(parts).toLowerCase()], version }],
  // Inferred names of a Java archive are looked up by the artifact alone.
  maven: ({ version, identity }, { namespace, name }) =>
    namespace === "" && identity === undefined
      ? "their purls have no group"
      : [{ shard: "maven", names: [`${namespace.replaceAll("/", ".")}:${name}`], version }],
  nuget: shardReader("nuget", ({ name }) => name.toLowerCase()),
  hex: shardReader("hex", ({ name }) => name.toLowerCase()),
  pub: shardReader("pub", ({ name }) => name.toLowerCase()),
  cran: shardReader("cran", ({ name }) => name),
  hackage: shardReader("hackage", ({ name }) => name),
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
  const packagistName =
    channel === "pear.php.net" || channel === "" ? `pear/${lower}` : composerNames.get(`${channel}/${lower}`);
  if (packagistName !== undefined) return [{ shard: "composer", names: [packagistName], version }];
  return channel === "pecl.php.net"
    ? "no feed has advisories for PHP extensions when no distribution packed them"
    : `no feed has advisories for packages of the PEAR channel ${channel}`;
}

/** `1.16.0-x86_64-linux-gnu`: the platform that a gem was built for is not of its version. */
const gemPlatform = /-(?:x86|x64|i[3-6]86|arm|aarch64|universal|java|jruby|mswin|mingw|ppc64|s390x|riscv64).*$/s;

/** JRuby's gems have a platform, unless the SBOM lacks it: then their files show it. */
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
  const moduleName = scoped(parts) === "std" ? "stdlib" : scoped(parts);
  const names = [...new Set(path.includes("/") ? [path, moduleName] : [moduleName])];
  return [{ shard: "golang", names, version: names[0] === "stdlib" ? goRelease(version) : version }];
}

/** Programs that no package manager installed. */
function program(packageInfo: PackageInfo, parts: PurlParts): Lookups {
  const lookups = programLookups(packageInfo, parts);
  return lookups.length === 0 ? noFeed : lookups;
}

function distributionPackage(
  packageInfo: PackageInfo,
  { type, namespace, qualifiers }: PurlParts,
  os: ImageInfo["os"],
): Lookups {
  // An SBOM may contain packages of several systems: the package's data come first.
  const distribution = distributionOf(osOfDistro(qualifiers["distro"], namespace) ?? os);
  if ("reason" in distribution) return distribution.reason;
  const { shard, keys } = distribution;
  const names = new Set(
    keys.map((key) => (key === "source" ? (packageInfo.source?.name ?? packageInfo.name) : packageInfo.name)),
  );
  const module = /^([^:]+:[^:]+)/.exec(qualifiers["rpmmod"] ?? qualifiers["modularitylabel"] ?? "")?.[1];
  return [
    {
      shard,
      names: [...names],
      version:
        type === "deb"
          ? debVersion(packageInfo)
          : type === "rpm"
            ? rpmVersion(packageInfo, qualifiers)
            : packageInfo.version,
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
