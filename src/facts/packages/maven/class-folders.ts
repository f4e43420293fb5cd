import { isDomain, isUmbrella, organizationOf } from "./organization.ts";

/** Number of classes in each folder of an archive, from its directory. */
export type ClassCounts = ReadonlyMap<string, number>;

/** Real ones have some thousand. */
const mostFolders = 20_000;

/** Counts as entries come; those of a folder mostly come one after the other. */
export function classCounter(): { readonly add: (name: string) => void; readonly counts: ClassCounts } {
  const counts = new Map<string, number>();
  let last = "";
  let inLast = 0;
  const keep = (): void => {
    if (inLast > 0 && (counts.size < mostFolders || counts.has(last)))
      counts.set(last, (counts.get(last) ?? 0) + inLast);
    inLast = 0;
  };
  return {
    add(name) {
      const slash = name.lastIndexOf("/");
      if (slash !== last.length || !name.startsWith(last)) {
        keep();
        last = slash < 0 || slash > 512 ? "" : name.slice(0, slash);
      }
      inLast++;
    },
    get counts() {
      keep();
      return counts;
    },
  };
}

/** Folders of classes by their packages, without what versions (`META-INF/versions/9`) and applications (`BOOT-INF/classes`) put before them. */
export function packageFolders(counts: ClassCounts): ClassCounts {
  let isApplication = false;
  let plain = true;
  for (const folder of counts.keys()) {
    if (folder === "" || folder.startsWith("META-INF")) plain = false;
    else if (applications.some((start) => folder.startsWith(start))) isApplication = true;
  }
  if (plain && !isApplication) return counts;
  const folders = new Map<string, number>();
  for (const [folder, count] of counts) {
    const start = isApplication ? applications.find((application) => folder.startsWith(application)) : "";
    // The launcher of an application is next to its classes but not part of it.
    if (start === undefined) continue;
    const inside = folder.slice(start.length);
    const packageFolder = inside.startsWith("META-INF")
      ? inside.replace(/^META-INF\/versions\/\d+(?:\/|$)/, "")
      : inside;
    if (packageFolder === "" || packageFolder.startsWith("META-INF")) continue;
    folders.set(packageFolder, (folders.get(packageFolder) ?? 0) + count);
  }
  return folders;
}

const applications = ["BOOT-INF/classes/", "WEB-INF/classes/"];

/** The share of classes in one of the folders or below. */
export function shareIn(folders: ClassCounts, roots: readonly string[]): number {
  let [totalClasses, inside] = [0, 0];
  for (const [folder, count] of folders) {
    totalClasses += count;
    if (roots.some((root) => folder === root || folder.startsWith(`${root}/`))) inside += count;
  }
  return totalClasses === 0 ? 0 : inside / totalClasses;
}

/**
 * The folders that most classes share, the largest part first: each time the one below which at least 60 % of the remaining classes are, as deep as
 * they go together. Three at most.
 */
export function mainFolders(folders: ClassCounts): string[] {
  const topFolders: string[] = [];
  let remainingFolders = new Map(folders);
  while (remainingFolders.size > 0 && topFolders.length < 3) {
    const top = deepest(remainingFolders);
    if (top === "") break;
    topFolders.push(top);
    remainingFolders = new Map(
      [...remainingFolders].filter(([folder]) => folder !== top && !folder.startsWith(`${top}/`)),
    );
  }
  return topFolders;
}

function deepest(folders: ClassCounts): string {
  let top = "";
  for (let depth = 0; depth < 12; depth++) {
    let [directClasses, totalClasses] = [0, 0];
    const next = new Map<string, number>();
    for (const [folder, count] of folders) {
      if (top !== "" && folder !== top && !folder.startsWith(`${top}/`)) continue;
      totalClasses += count;
      if (folder === top) directClasses += count;
      else {
        const end = folder.indexOf("/", top === "" ? 0 : top.length + 1);
        const part = end === -1 ? folder : folder.slice(0, end);
        next.set(part, (next.get(part) ?? 0) + count);
      }
    }
    const [largest] = [...next].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    if (largest === undefined) return top;
    const [part, count] = largest;
    if (!isNobodys(top) && (count < totalClasses * 0.7 || directClasses > totalClasses * 0.1)) return top;
    top = part;
  }
  return top;
}

/** A domain alone, or a prefix of many makers: the largest part below it counts. */
function isNobodys(folder: string): boolean {
  return folder.includes("/") ? isUmbrella(folder.replaceAll("/", ".")) : folder === "" || isDomain(`${folder}.x`);
}

/**
 * Relocated copies of other organizations' classes below this artifact's own: names of packages begin with a domain, and a second one inside of
 * them is another organization's, after a telling word or if its classes are often relocated.
 */
export function relocatedFolders(folders: ClassCounts): string[] {
  const names = new Set<string>();
  for (const folder of folders.keys()) {
    if (!domains.some((domain) => folder.includes(domain))) continue;
    const parts = folder.split("/");
    for (let at = 1; at + 1 < parts.length; at++) {
      if (!/^(?:com|org|io|net)$/.test(parts[at] ?? "")) continue;
      const inner = organizationOf(parts.slice(at).join(".")).replaceAll(".", "/");
      if (!oftenMoved.has(parts.slice(at, at + 2).join("/")) && !parts.slice(0, at).some((part) => moved.test(part)))
        continue;
      names.add(inner);
      break;
    }
    if (names.size >= mostRelocated) break;
  }
  return [...names].sort();
}

const domains = ["/com/", "/org/", "/io/", "/net/"];
const mostRelocated = 20;
const moved =
  /^(?:shaded?|shaded?_?\w*|\w*_?shaded|shadow|shadowed|relocated?|repackaged?|repackage|thirdparty|third_party|vendor|vendored|shared|jarjar)$/;
const oftenMoved = new Set(
  "com/google com/fasterxml com/squareup com/ctc io/netty org/apache org/bouncycastle org/eclipse org/jctools org/json org/objectweb org/slf4j org/yaml".split(
    " ",
  ),
);
