import type { ObservedFiles } from "../../domain/workload/observation.ts";
import {
  needClasses,
  type NeedClass,
  type NeedEvidence,
  type PackageNeed,
  type PackageNeeds,
} from "../../domain/image/package-need.ts";
import { policyPackages } from "../../data/need/policy-packages.ts";
import { compareText } from "../../text/compare-text.ts";
import { compiledFrom, tellsOnly } from "../packages/file-owners.ts";
import { entryType } from "../../domain/image/entries.ts";
import { dependencyEdges } from "./dependency-edges.ts";
import { dpkgImage, type DpkgImage } from "./dpkg-image.ts";
import { isDistributions, type FollowedPath, type NeedImage } from "./need-image.ts";
import { plugInFiles } from "./plug-in-files.ts";
import { startedFiles, type StartedCommand } from "./started.ts";

export interface NeedRequest {
  readonly observed: ObservedFiles;
  readonly started: readonly StartedCommand[];
  /** Names of packages that stay, or go, whatever their class (`slim.keep`, `slim.drop`). */
  readonly keep?: readonly string[];
  readonly drop?: readonly string[];
  /** By purl: a file of the package that someone changed. */
  readonly changed?: ReadonlyMap<string, string>;
}

interface Reason {
  readonly class: NeedClass;
  readonly evidence: NeedEvidence[];
}

/**
 * The class of each package: the strongest that holds. What stays brings what it needs, until nothing is added. Files that no package owns stay, so what they
 * need does, too.
 */
export function packageNeeds(image: NeedImage, request: NeedRequest): PackageNeeds {
  const { observed, started, keep = [], drop = [], changed = new Map<string, string>() } = request;
  const dpkg = dpkgImage(image);
  const reasons = new Map<string, Reason>();
  const openRows: number[] = [];
  const openPackages: string[] = [];
  const openEdges: string[] = [];
  const rowsByOwner = rowsOf(image);
  const infoOf = new Map(image.packages.map((info) => [info.purl, info]));
  const isDropped = (purl: string) => drop.includes(infoOf.get(purl)?.name ?? "") || drop.includes(dpkg.nameOf(purl));

  const note = (purl: string | undefined, reasonClass: NeedClass, evidence: NeedEvidence): void => {
    if (purl === undefined || purl === evidence.via) return;
    const current = reasons.get(purl);
    if (current !== undefined && rankOf(reasonClass) >= rankOf(current.class)) return;
    reasons.set(purl, { class: reasonClass, evidence: [evidence] });
    if ((current === undefined || current.class === "configure-only") && !isDropped(purl)) openPackages.push(purl);
  };
  const noteAll = (
    followed: FollowedPath | undefined,
    reasonClass: NeedClass,
    how: string,
    from: string,
    via?: string,
  ): void => {
    if (followed === undefined) return;
    for (const owner of followed.owners)
      note(owner, reasonClass, { how, from, to: followed.path, ...(via !== undefined && { via }) });
  };

  // The workload and what is configured.
  const opened = new Map<string, number>();
  const usedRows = new Map<number, string>();
  for (const path of new Set([...observed.opened, ...observed.executed])) {
    const followed = tellsOnly(path) ? undefined : image.follow(path);
    const owner = followed === undefined ? undefined : (image.ownerOf(followed.row) ?? sourceOwner(image, path));
    if (followed === undefined) continue;
    usedRows.set(followed.row, path);
    if (owner === undefined) continue;
    opened.set(owner, (opened.get(owner) ?? 0) + 1);
    note(owner, "used", { how: "reads", from: "the workload", to: path });
  }
  for (const { purl, name } of image.packages) {
    const policy = keep.includes(name)
      ? "slim.keep"
      : purl.startsWith("pkg:deb/")
        ? policyPackages.get(name)
        : undefined;
    if (policy !== undefined) note(purl, "policy", { how: "rule", from: policy, to: name });
  }
  // Debian's modules of Node, found where npm's are not.
  for (const row of image.withFacts) {
    const declaration = image.factsAt(row)?.declaration;
    if (declaration?.ecosystem !== "npm") continue;
    for (const name of declaration.required)
      noteAll(image.follow(`/usr/share/nodejs/${name}/package.json`), "imported", "requires", image.pathOf(row));
  }
  for (const [purl, path] of changed) note(purl, "policy", { how: "rule", from: "someone changed it", to: path });
  for (const { how, from, name, to } of startedFiles(image, started, usedRows.values())) {
    noteAll(to, "named", how, from);
    for (const link of to.links)
      for (const owner of ownersAt(image, link)) note(owner, "named", { how: "link", from: name, to: link });
  }
  for (const link of linksOf(image)) {
    const owner = image.ownerOf(link);
    const path = owner === undefined ? undefined : image.pathOf(link);
    const target = path === undefined || tellsOnly(path) ? undefined : image.follow(path);
    const used = target === undefined ? undefined : usedRows.get(target.row);
    if (used !== undefined && path !== undefined) note(owner, "named", { how: "link", from: path, to: used });
  }
  for (const [owner, rows] of rowsByOwner) if (owner === undefined || !isDistributions(owner)) openRows.push(...rows);

  const plugIns = plugInFiles(image);
  const edges = dependencyEdges(dpkg.packages);
  for (;;) {
    drain();
    if (!followDepends() && !notePlugIns()) break;
  }
  if (image.packages.some(({ purl }) => !purl.startsWith("pkg:deb/"))) followImports();

  function drain(): void {
    while (openRows.length + openPackages.length > 0) {
      for (let row = openRows.pop(); row !== undefined; row = openRows.pop()) readElf(row);
      const purl = openPackages.pop();
      if (purl === undefined) continue;
      openEdges.push(purl);
      openRows.push(...(rowsByOwner.get(purl) ?? []));
      const name = infoOf.get(purl)?.name;
      if (isDistributions(purl) && name !== undefined)
        noteAll(
          image.follow(`/usr/share/doc/${name}/copyright`) ?? image.follow(`/usr/share/doc/${name}`),
          "named",
          "license",
          name,
          purl,
        );
    }
  }

  function readElf(row: number): void {
    const elf = image.factsAt(row)?.elf;
    if (elf === undefined) return;
    const from = image.pathOf(row);
    const via = image.ownerOf(row);
    if (elf.interpreter !== undefined) noteAll(image.follow(elf.interpreter), "linked", "interpreter", from, via);
    for (const name of elf.needed) noteAll(image.findLibrary(name, row), "linked", "links", from, via);
    for (const name of elf.notes) noteAll(image.findLibrary(name, row), "loaded-by-name", "note", from, via);
    for (const name of elf.names) noteAll(image.findLibrary(name, row), "loaded-by-name", "text", from, via);
    if (elf.runsShell) noteAll(image.follow("/bin/sh"), "named", "shell", from, via);
  }

  /** A package with a file in a folder of a loader that stays. True if one was added. */
  function notePlugIns(): boolean {
    const stayingNames = [...reasons.keys()]
      .filter((purl) => !isDropped(purl))
      .map((purl) => ({ purl, name: infoOf.get(purl)?.name ?? "" }));
    for (const [purl, files] of plugIns) {
      if (stays(purl)) continue;
      for (const { path, loader: start } of files) {
        const loader = stayingNames.find(({ name }) => name.startsWith(start));
        if (loader === undefined) continue;
        note(purl, "loaded-by-name", { how: "folder", from: loader.name, to: path, via: loader.purl });
        break;
      }
    }
    return openPackages.length > 0;
  }

  /** Each package that stays once, after everything stronger. True if a package was added. */
  function followDepends(): boolean {
    for (let from = openEdges.pop(); from !== undefined; from = openEdges.pop()) {
      const recorded = dpkg.byPurl.get(from);
      const groups = recorded === undefined ? dependsOf(from) : edges(recorded);
      const configures = groups.length === 0 ? undefined : dpkg.configures(from);
      for (const group of groups) {
        const [purl = ""] = group;
        if (group.some((one) => stays(one))) continue;
        const [name, by] = [infoOf.get(purl)?.name ?? purl, infoOf.get(from)?.name ?? from];
        const script = configures?.get(purl);
        if (script === undefined) note(purl, "depends-only", { how: "depends", from: by, to: name, via: from });
        else if (!reasons.has(purl))
          reasons.set(purl, {
            class: "configure-only",
            evidence: [{ how: "configures", from: script, to: name, via: from }],
          });
      }
    }
    return openPackages.length > 0;
  }

  /** Of other managers the data names no alternatives. */
  function dependsOf(purl: string): readonly (readonly string[])[] {
    return isDistributions(purl) ? (infoOf.get(purl)?.dependsOn ?? []).map((one) => [one]) : [];
  }

  function stays(purl: string): boolean {
    const reason = reasons.get(purl);
    return reason !== undefined && reason.class !== "configure-only" && !isDropped(purl);
  }

  /** What the packages of languages require of each other, from those that were used. */
  function followImports(): void {
    const open = image.packages.filter(({ purl }) => !isDistributions(purl) && reasons.has(purl));
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const purl of next.dependsOn ?? []) {
        const info = infoOf.get(purl);
        if (info === undefined || isDistributions(purl) || reasons.has(purl)) continue;
        note(purl, "imported", { how: "requires", from: next.name, to: info.name, via: next.purl });
        open.push(info);
      }
    }
  }

  const classified = [...infoOf.values()].map((info): PackageNeed => {
    const { purl, name, files, bytes } = info;
    const reason = reasons.get(purl) ?? withoutReason(info.purl);
    return {
      purl,
      name,
      class: reason.class,
      evidence: reason.evidence,
      ...(files !== undefined && { files }),
      ...(bytes !== undefined && { bytes }),
      opened: opened.get(purl) ?? 0,
    };
  });

  function withoutReason(purl: string): Reason {
    const because = (from: string): Reason => ({
      class: "unknown",
      evidence: [{ how: "rule", from, to: infoOf.get(purl)?.name ?? purl }],
    });
    if (observed.method === "none" || !observed.complete) return because("the trace is incomplete");
    const info = infoOf.get(purl);
    if (info?.declared === true) return because("only a lock file names it");
    if (info?.files === undefined || (info.files === 0 && !purl.startsWith("pkg:deb/")))
      return because("its files are not known");
    if (purl.startsWith("pkg:deb/") && !isListed(dpkg, purl)) return because("dpkg has no list of its files");
    return { class: "unused", evidence: [] };
  }

  return {
    complete: observed.complete && observed.method !== "none",
    reason: observed.reason,
    packages: classified.sort(
      (a, b) => rankOf(a.class) - rankOf(b.class) || (b.bytes ?? 0) - (a.bytes ?? 0) || compareText(a.purl, b.purl),
    ),
  };
}

function isListed(dpkg: DpkgImage, purl: string): boolean {
  return dpkg.byPurl.get(purl)?.record.isWhole === true && dpkg.hasList(purl);
}

function rankOf(needClass: NeedClass): number {
  return needClasses.indexOf(needClass);
}

/** Rows with facts by the owner of the file. */
function rowsOf(image: NeedImage): Map<string | undefined, number[]> {
  return Map.groupBy(image.withFacts, (row) => image.ownerOf(row));
}

function sourceOwner(image: NeedImage, path: string): string | undefined {
  const source = compiledFrom(path);
  return source === undefined ? undefined : ownersAt(image, source).at(-1);
}

function ownersAt(image: NeedImage, path: string): readonly string[] {
  return image.follow(path)?.owners ?? [];
}

function* linksOf({ tree: { nodes, layers } }: NeedImage): Generator<number> {
  for (let row = 1; row < nodes.count; row++) {
    const entries = layers[nodes.layer[row] ?? -1]?.entries;
    if (entries !== undefined && entryType(entries, nodes.entry[row] ?? 0) === "symlink") yield row;
  }
}
