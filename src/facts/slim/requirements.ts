import { entryType } from "../../domain/image/entries.ts";
import type { NeedImage } from "../need/need-image.ts";

/** A file of a package (`from`, its purl; undefined: of no package) that works only with files of `owners`. */
export interface Requirement {
  readonly from: string | undefined;
  readonly owners: readonly string[];
  /** `/usr/bin/x needs libx.so.1`. */
  readonly text: string;
}

/** Libraries, loaders and targets of links that resolve in an image. */
export function requirementsIn(image: NeedImage): Requirement[] {
  const requirements: Requirement[] = [];
  const add = (row: number, owners: readonly string[] | undefined, text: string): void => {
    if (owners !== undefined && owners.length > 0) requirements.push({ from: image.ownerOf(row), owners, text });
  };
  for (const row of image.withFacts) {
    const { elf } = image.factsAt(row) ?? {};
    const path = image.pathOf(row);
    for (const name of elf?.needed ?? []) add(row, image.findLibrary(name, row)?.owners, `${path} needs ${name}`);
    if (elf?.interpreter !== undefined)
      add(row, image.follow(elf.interpreter)?.owners, `${path} needs ${elf.interpreter}`);
  }
  for (const { link, path, target } of linksIn(image))
    if (image.ownerOf(link) !== undefined && !isOptional(path, target.links))
      add(link, target.owners, `${path} leads to ${target.path}`);
  return requirements;
}

/** Pages of manuals, and what an administrator may choose. */
export function isOptional(path: string, links: readonly string[]): boolean {
  return path.startsWith("/usr/share/man/") || links.some((one) => one.startsWith("/etc/alternatives/"));
}

/** Links that lead somewhere, with where. */
export function* linksIn(image: NeedImage): Generator<{
  readonly link: number;
  readonly path: string;
  readonly target: NonNullable<ReturnType<NeedImage["follow"]>>;
}> {
  const { nodes, layers } = image.tree;
  for (let link = 1; link < nodes.count; link++) {
    const entries = layers[nodes.layer[link] ?? -1]?.entries;
    if (entries === undefined || entryType(entries, nodes.entry[link] ?? 0) !== "symlink") continue;
    const path = image.pathOf(link);
    const target = image.follow(path);
    if (target !== undefined) yield { link, path, target };
  }
}

/**
 * Packages in an order in which each comes behind those that need it, the order of `packages` otherwise: without the first n of them nothing that stays breaks
 * by one of these requirements.
 */
export function dependentsFirst<Package extends { readonly purl: string }>(
  packages: readonly Package[],
  requirements: readonly Requirement[],
): Package[] {
  const byPurl = new Map(packages.map((one) => [one.purl, one]));
  const dependents = new Map<string, Set<string>>();
  for (const { from, owners } of requirements) {
    if (from === undefined || !byPurl.has(from)) continue;
    for (const owner of owners) {
      if (owner === from || !byPurl.has(owner)) continue;
      const others = dependents.get(owner);
      if (others === undefined) dependents.set(owner, new Set([from]));
      else others.add(from);
    }
  }
  const ordered: Package[] = [];
  const visited = new Set<string>();
  for (const { purl: start } of packages) {
    const open = [start];
    for (let purl = open.at(-1); purl !== undefined; purl = open.at(-1)) {
      const next = visited.has(purl) ? undefined : [...(dependents.get(purl) ?? [])].filter((one) => !visited.has(one));
      visited.add(purl);
      if (next !== undefined && next.length > 0) {
        open.push(...next);
        continue;
      }
      open.pop();
      const one = byPurl.get(purl);
      if (one === undefined) continue;
      byPurl.delete(purl);
      ordered.push(one);
    }
  }
  return ordered;
}
