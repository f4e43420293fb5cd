import type { ShardName } from "../../domain/advisory.ts";
import type { ImageInfo } from "../../domain/image.ts";

/** Types of purls whose packages are of the distribution. https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst */
const ofDistribution: Readonly<Record<string, true>> = { deb: true, apk: true, rpm: true };
const runtimes = new Set(["node", "python", "ruby", "php", "java", "go", "rust"]);

/** Releases of a distribution are told apart by as many numbers of VERSION_ID as its advisories have. */
const distributions: Readonly<Record<string, { readonly shard: string; readonly numbers: number }>> = {
  debian: { shard: "debian", numbers: 1 },
  ubuntu: { shard: "ubuntu", numbers: 2 },
  alpine: { shard: "alpine", numbers: 2 },
  almalinux: { shard: "almalinux", numbers: 1 },
  rocky: { shard: "rocky", numbers: 1 },
  rhel: { shard: "redhat", numbers: 1 },
};

/** The shards in which the packages of an image would be looked up. */
export function packageShards({ packages, os }: Pick<ImageInfo, "packages" | "os">): ShardName[] {
  const found = new Set<ShardName>();
  for (const { purl, name } of packages) {
    const type = /^pkg:([a-z]+)\//.exec(purl)?.[1] ?? "";
    if (Object.hasOwn(ofDistribution, type)) {
      const release = releaseOf(os);
      if (release !== undefined) found.add(release);
    } else if (type === "generic") {
      if (runtimes.has(name)) found.add("runtimes");
    } else if (type !== "") found.add(type);
  }
  return [...found].sort();
}

function releaseOf({ id = "", versionId }: ImageInfo["os"]): ShardName | undefined {
  const known = Object.hasOwn(distributions, id) ? distributions[id] : undefined;
  if (known === undefined || versionId === undefined) return undefined;
  return `${known.shard}-${versionId.split(".").slice(0, known.numbers).join(".")}`;
}
