import { nodeName, childrenOf } from "../tree/tree-nodes.ts";
import { findRow } from "../tree/tree.ts";
import type { RecordedPackage } from "./dependency-edges.ts";
import { isMaintainerScript, scriptPackage, type NeedImage } from "./need-image.ts";

/** Dpkg's packages of an image by purl, with the names that dpkg knows them by. */
export interface DpkgImage {
  readonly packages: readonly RecordedPackage[];
  readonly byPurl: ReadonlyMap<string, RecordedPackage>;
  /** `bash`; with the architecture where the name alone is ambiguous: `libc6:i386`. */
  readonly nameOf: (purl: string) => string;
  /** Names of `info/NAME.list`. */
  readonly lists: ReadonlySet<string>;
  /** Whether a package's file list is there. */
  readonly hasList: (purl: string) => boolean;
  /** Purls of the packages whose programs or files the maintainer scripts of a package name, with the script. */
  readonly configures: (purl: string) => ReadonlyMap<string, string>;
}

export function dpkgImage(image: NeedImage): DpkgImage {
  const facts = image.withFacts.map((row) => ({ row, path: image.pathOf(row), value: image.factsAt(row) }));
  const records = facts.flatMap(({ value }) => value?.records ?? []);
  const purls = new Map(
    image.packages
      .filter(({ purl }) => purl.startsWith("pkg:deb/"))
      .map(({ purl, name, version }) => [keyOf(name, version, architectureOf(purl)), purl]),
  );
  const packages = records.flatMap((record) => {
    const purl = purls.get(keyOf(record.name, record.version, record.architecture));
    return purl === undefined ? [] : [{ purl, record }];
  });
  const byPurl = new Map(packages.map((one) => [one.purl, one]));
  const timesNamed = Map.groupBy(records, ({ name }) => name);
  const nativeName = image.config.architecture === "386" ? "i386" : image.config.architecture;
  const nameOf = (purl: string): string => {
    const { name = "", architecture = "" } = byPurl.get(purl)?.record ?? {};
    const isPlain = timesNamed.get(name)?.length === 1 && [nativeName, "all"].includes(architecture);
    return isPlain ? name : `${name}:${architecture}`;
  };
  const informationRow = findRow(image.tree, "/var/lib/dpkg/info");
  const informationNames =
    informationRow === -1
      ? []
      : [...childrenOf(image.tree.nodes, informationRow)]
          .filter((row) => (image.tree.nodes.layer[row] ?? -1) !== -1)
          .map((row) => nodeName(image.tree.nodes, row));
  const lists = new Set(
    informationNames.filter((name) => name.endsWith(".list")).map((name) => name.slice(0, -".list".length)),
  );
  const scripts = Map.groupBy(
    facts.filter(({ path }) => isMaintainerScript(path)),
    ({ path }) => scriptPackage(path),
  );
  const dpkgPurls = packages.filter(({ record }) => record.name === "dpkg").map(({ purl }) => purl);
  const namesOf = (purl: string): string[] => {
    const { name = "", architecture = "" } = byPurl.get(purl)?.record ?? {};
    return [name, `${name}:${architecture}`];
  };

  return {
    packages,
    byPurl,
    nameOf,
    lists,
    hasList: (purl) => namesOf(purl).some((name) => lists.has(name)),
    configures(purl) {
      // A version of dpkg is for what unpacks the package and runs its scripts.
      const owners = new Map(
        dpkgPurls.map((one) => [one, `the installation of ${byPurl.get(purl)?.record.name ?? purl}`]),
      );
      const open = namesOf(purl)
        .flatMap((name) => scripts.get(name) ?? [])
        .map(({ row, path }) => ({ row, script: path }));
      const visited = new Set<number>();
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (visited.has(next.row)) continue;
        visited.add(next.row);
        const { script } = next;
        const found = image.factsAt(next.row)?.script;
        if (found === undefined) continue;
        const { programs = [], files = [] } = found.calls ?? {};
        for (const name of [...found.interpreter.slice(0, 1), ...programs, ...files]) {
          const program = image.findProgram(name);
          if (program === undefined) continue;
          for (const owner of program.owners) if (owner !== purl && !owners.has(owner)) owners.set(owner, script);
          // Its own program may call another's: update-ca-certificates calls openssl.
          if (program.owners.includes(purl)) open.push({ row: program.row, script });
        }
      }
      return owners;
    },
  };
}

function keyOf(name: string, version: string, architecture: string): string {
  return `${name}\n${version}\n${architecture}`;
}

function architectureOf(purl: string): string {
  return /[?&]arch=([^&#]*)/.exec(purl)?.[1] ?? "";
}
