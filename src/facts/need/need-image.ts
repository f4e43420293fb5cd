import type { ImageConfig } from "../../domain/image/image-config.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { lastPart } from "../../text/cut.ts";
import { fileAt, findRow, rowOf, type FileAt, type Tree } from "../tree/tree.ts";
import { childrenOf, nodeName, nodePath } from "../tree/tree-nodes.ts";
import { valuesOf } from "../tree/values.ts";
import { needProbe, type NeedFacts } from "./need-probe.ts";

/** A path followed to its end, with everyone who owns a link on the way or the file. */
export interface FollowedPath {
  readonly row: number;
  readonly path: string;
  readonly isFolder: boolean;
  readonly links: readonly string[];
  readonly owners: readonly string[];
}

/** What the classes of packages are read from. Its probe's values must be in the layers. */
export interface NeedImage {
  readonly tree: Tree;
  readonly config: ImageConfig;
  readonly packages: readonly PackageInfo[];
  readonly ownerOf: (row: number) => string | undefined;
  /** Facts of the file at a row; a hard link's are those of the file. */
  readonly factsAt: (row: number) => NeedFacts | undefined;
  /** Rows of programs and scripts that show. */
  readonly withFacts: readonly number[];
  readonly pathOf: (row: number) => string;
  /** Undefined where nothing shows. */
  readonly follow: (path: string) => FollowedPath | undefined;
  /** A program by its path, or by its name in PATH. */
  readonly findProgram: (name: string) => FollowedPath | undefined;
  /** A library as the loader of the program at `row` looks it up; elsewhere in the image if it does not find it there. */
  readonly findLibrary: (name: string, row: number) => FollowedPath | undefined;
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const standardFolders = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib"];

export function needImage(
  tree: Tree,
  config: ImageConfig,
  packages: readonly PackageInfo[],
  ownerOf: (row: number) => string | undefined,
): NeedImage {
  const values = valuesOf(tree, needProbe).filter(({ shown }) => shown);
  const byEntry = new Map(values.map(({ layer, entry, value }) => [`${layer}:${entry}`, value]));
  const factsOf = ({ layer, entry, type }: FileAt) => {
    const carrier = type === "hardlink" ? tree.layers[layer]?.entries.carriers.get(entry) : entry;
    return byEntry.get(`${layer}:${carrier ?? entry}`);
  };
  const factsAt = (row: number) => {
    const file = fileAt(tree, row);
    return file === undefined ? undefined : factsOf(file);
  };
  const pathOf = (row: number) => nodePath(tree.nodes, row);
  const follow = (path: string): FollowedPath | undefined => {
    const rows: number[] = [];
    const row = findRow(tree, path, (link) => void rows.push(link));
    const file = row <= 0 ? undefined : fileAt(tree, row);
    if (file === undefined) return undefined;
    const owners = [...rows, row].flatMap((one) => ownerOf(one) ?? []);
    return {
      row,
      path: file.path,
      isFolder: file.type === "dir",
      links: rows.map(pathOf),
      owners: [...new Set(owners)],
    };
  };
  const variable = (name: string) => config.env.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const programFolders = (variable("PATH") ?? defaultPath).split(":").filter((folder) => folder.startsWith("/"));
  const libraryFolders = [
    ...(variable("LD_LIBRARY_PATH") ?? "").split(":").filter((folder) => folder.startsWith("/")),
    ...values.flatMap(({ value }) => value.libraryFolders ?? []),
    ...standardFolders,
    ...["/lib", "/usr/lib"].flatMap((folder) => multiarchFolders(tree, folder)),
  ];
  const libraries = librariesByName(tree);

  function findLibrary(name: string, row: number): FollowedPath | undefined {
    const path = pathOf(row);
    if (name.includes("/")) return follow(name.replaceAll(/\$\{?ORIGIN\}?/g, folderOf(path)));
    const elf = factsAt(row)?.elf;
    const folders = [
      ...(elf?.runPath ?? []).map((folder) => folder.replaceAll(/\$\{?ORIGIN\}?/g, folderOf(path))),
      ...libraryFolders,
    ];
    const fits = (one: FollowedPath | undefined) =>
      one !== undefined && factsAt(one.row)?.elf?.wordSize === elf?.wordSize;
    for (const folder of folders) {
      const library = follow(`${folder}/${name}`);
      if (fits(library)) return library;
    }
    return libraries
      .get(name)
      ?.map((one) => follow(pathOf(one)))
      .find(fits);
  }

  return {
    tree,
    config,
    packages,
    ownerOf,
    factsAt,
    withFacts: values.map(({ row }) => row),
    pathOf,
    follow,
    findProgram(name) {
      if (name.includes("/")) return follow(name.startsWith("/") ? name : `${config.workingDir || ""}/${name}`);
      for (const folder of programFolders) {
        const program = follow(`${folder}/${name}`);
        if (program !== undefined) return program;
      }
      return undefined;
    },
    findLibrary,
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function multiarchFolders(tree: Tree, folder: string): string[] {
  const row = findRow(tree, folder);
  if (row === -1) return [];
  return [...childrenOf(tree.nodes, row)]
    .map((child) => nodeName(tree.nodes, child))
    .filter((name) => /-linux-(?:gnu|musl)/.test(name))
    .map((name) => `${folder}/${name}`);
}

/** Libraries in folders of programs' own, such as systemd's. */
function librariesByName(tree: Tree): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 1; row < tree.nodes.count; row++) {
    if (tree.nodes.layer[row] === -1) continue;
    const name = nodeName(tree.nodes, row);
    if (!name.includes(".so")) continue;
    const others = rows.get(name);
    if (others === undefined) rows.set(name, [row]);
    else if (others.length < 32) others.push(row);
  }
  return rows;
}

/** Whether exactly this path shows. */
export function shows(tree: Tree, path: string): boolean {
  const row = rowOf(tree, path);
  return row > 0 && (tree.nodes.layer[row] ?? -1) !== -1;
}

export function isDistributions(purl: string): boolean {
  return /^pkg:(?:deb|rpm|apk)\//.test(purl);
}

export function isMaintainerScript(path: string): boolean {
  return /^\/var\/lib\/dpkg\/info\/[^/]+\.(?:preinst|postinst|prerm|postrm|config)$/.test(path);
}

export function scriptPackage(path: string): string {
  return lastPart(path).replace(/\.[a-z]+$/, "");
}
