import type { IdentityKind } from "../../../domain/image/package-identity.ts";
import { shareIn, type ClassCounts } from "./class-folders.ts";
import { groupsOfName } from "./groups-of-name.ts";
import { knownGroups } from "./known-groups.ts";
import { isWithin, isUmbrella, organizationOf, plain } from "./organization.ts";
import type { StatedName } from "./stated-names.ts";

/** Evidence for an archive's group besides its coordinates. */
export interface GroupEvidence {
  readonly artifactId: string;
  readonly version: string;
  readonly stated: readonly StatedName[];
  readonly folders: ClassCounts;
  /** Those of most classes, the largest part first. */
  readonly main: readonly string[];
  /** The file's name says more than artifact and version: `io.quarkus.quarkus-core-3.33.2.jar`. */
  readonly prefix?: string | undefined;
}

export interface Inferred {
  readonly groupId: string;
  /** Its strongest evidence. */
  readonly by: IdentityKind;
  readonly confidence: number;
  readonly evidence: readonly string[];
  /** Other groups, likeliest first. */
  readonly others: readonly string[];
}

interface Reason {
  readonly weight: number;
  readonly by: IdentityKind;
  readonly text: string;
}

/** An other group must be half as likely as the first to be reported. */
const mostOthers = 4;

/**
 * The likeliest group by all evidence: each piece raises its confidence, none decides alone. Without any, the
 * artifact's name serves as the group, as in Maven 1, with a low confidence.
 */
export function inferGroup(evidence: GroupEvidence): Inferred {
  const reasons = new Map<string, Reason[]>();
  const spelled = new Map<string, string>();
  const add = (name: string, reason: Reason): void => {
    if (reason.weight <= 0 || isUmbrella(name)) return;
    // Folders have no dashes: who writes `ben-manes` and `benmanes` means one and the same.
    const groupSpelling = spelled.get(plain(name));
    const group = groupSpelling ?? name;
    if (groupSpelling === undefined) spelled.set(plain(name), name);
    reasons.set(group, [...(reasons.get(group) ?? []), reason]);
  };
  fromTable(evidence, add);
  for (const statedName of evidence.stated) fromName(statedName, evidence, add);
  fromClasses(evidence, add);
  const api = /^((?:jakarta|javax)\.[a-z.]+)-api$/.exec(evidence.artifactId)?.[1];
  if (api !== undefined)
    add(api, { weight: 0.8, by: "file-name", text: `artifacts named like ${evidence.artifactId} are those of ${api}` });
  if (evidence.prefix !== undefined)
    add(evidence.prefix, { weight: 0.9, by: "file-name", text: `its file's name begins with ${evidence.prefix}` });

  const ranked = [...reasons]
    .map(([group, groupReasons]) => ({
      group,
      own: groupReasons.toSorted((a, b) => b.weight - a.weight),
      score: combineWeights(groupReasons),
    }))
    .sort((a, b) => b.score - a.score || (a.group < b.group ? -1 : 1));
  const [first] = ranked;
  if (first === undefined) {
    const text = "nothing but its file's name: the group is that name, as Maven 1 had it";
    return { groupId: evidence.artifactId, by: "file-name", confidence: 0.1, evidence: [text], others: [] };
  }
  return {
    groupId: first.group,
    by: first.own[0]?.by ?? "file-name",
    confidence: Math.round(Math.min(first.score, 0.99) * 100) / 100,
    evidence: [...new Set(first.own.map(({ text }) => text))].slice(0, 5),
    others: ranked
      .slice(1)
      .filter(({ score }) => score > first.score / 2)
      .slice(0, mostOthers)
      .map(({ group }) => group),
  };
}

/** Known software in its known folders outweighs headers alone: `org.joda` is not the group of joda-time. */
const knownHere = 0.999;

type Add = (group: string, reason: Reason) => void;

function combineWeights(reasons: readonly Reason[]): number {
  return 1 - reasons.reduce((doubt, { weight }) => doubt * (1 - weight), 1);
}

/** Rows of the table whose folders hold its classes. Without folders, a row counts less, and not against a header. */
function fittingRows({ artifactId, version, folders, stated }: Omit<GroupEvidence, "main">) {
  const rows = knownGroups(artifactId, version).map((row) => ({
    ...row,
    share: shareIn(folders, row.roots),
    depth: Math.max(...row.roots.map((root) => (shareIn(folders, [root]) > 0.25 ? root.length : 0))),
  }));
  if (folders.size > 0) {
    const fits = rows.filter(({ share }) => share > 0.25);
    // Of `io/reactivex` and `io/reactivex/rxjava3` the one that says more.
    const deepest = Math.max(0, ...fits.map(({ depth }) => depth));
    return fits.filter(({ depth }) => depth === deepest);
  }
  return rows.filter(({ group, roots }) =>
    stated.every(({ name }) => {
      const its = organizationOf(name);
      return its === organizationOf(group) || roots.some((root) => isWithin(name, root.replaceAll("/", ".")));
    }),
  );
}

function fromTable(evidence: GroupEvidence, add: Add): void {
  const hasFolders = evidence.folders.size > 0;
  for (const [index, { group, roots, ofVersion }] of fittingRows(evidence).entries()) {
    const evidenceText = hasFolders ? `and classes in ${roots.join(" or ")}` : "by that name";
    const weight = (hasFolders ? knownHere : 0.8) * (index === 0 && ofVersion ? 1 : 0.6);
    add(group, { weight, by: "table", text: `${group} is known to have ${evidence.artifactId} ${evidenceText}` });
  }
}

function fromName(statedName: StatedName, { artifactId, folders }: GroupEvidence, add: Add): void {
  const { name, where, holds, weight } = statedName;
  const by = where === "module-info.class" || where === "Automatic-Module-Name" ? "module" : "manifest";
  // A vendor whose classes are not there may have built it of someone else's sources.
  const share = folders.size === 0 || hasClassesOf(folders, organizationOf(name)) ? 1 : 0.95;
  const text = `${where} says ${name}`;
  if (holds === "group") {
    add(name, { weight: weight * share, by, text });
    return;
  }
  for (const { group, fit } of groupsOfName(name, artifactId)) add(group, { weight: weight * share * fit, by, text });
}

function fromClasses({ artifactId, folders, main }: GroupEvidence, add: Add): void {
  for (const [index, folder] of main.entries()) {
    const share = shareIn(folders, [folder]);
    if (share < 0.2) continue;
    const text = `${Math.round(share * 100)} % of its classes lie in ${folder}`;
    const weight = 0.7 * (index === 0 ? 1 : 0.5);
    for (const { group, fit } of groupsOfName(folder.replaceAll("/", "."), artifactId))
      add(group, { weight: weight * fit, by: "classes", text });
  }
}

function hasClassesOf(folders: ClassCounts, name: string): boolean {
  const classFolder = name.replaceAll(".", "/");
  for (const folder of folders.keys()) if (folder === classFolder || folder.startsWith(`${classFolder}/`)) return true;
  const plainFolder = plain(classFolder);
  for (const folder of folders.keys()) {
    const name = plain(folder);
    if (name.startsWith(plainFolder) && (name.length === plainFolder.length || name[plainFolder.length] === "/"))
      return true;
  }
  return false;
}
