import { basename } from "node:path";
import { trackedNames } from "../../../sources/git/tracked-names.ts";
import { isDockerfileName } from "./names.ts";
import type { Told } from "./searched.ts";

/** Why nothing in a folder is read, and the uppermost such folder. */
export interface Skip {
  readonly why: "others" | "ignored";
  /** From the folder that is searched. */
  readonly top: string;
}

/** Entries looked at in one folder that is only counted through. */
const mostCounted = 20_000;

/** Keeps account of what `.gitignore` and the names of folders leave out. Paths are from the folder that is searched. */
export interface LeftOut {
  /** What Git tracks is part of the repository whatever `.gitignore` says; undefined where no one can say. */
  isTracked(path: string): boolean | undefined;
  /** Dockerfiles that Git tracks in a folder that is left out. */
  trackedIn(folder: string): readonly string[];
  /** A Dockerfile that was left out. */
  file(path: string): void;
  /** An entry of a folder that is left out; false when there were too many already. */
  entry(skip: Skip, name: string, path: string): boolean;
  /** A folder in there that can't be looked into. */
  unreadable(skip: Skip): void;
  told(): { readonly unread: readonly Told[]; readonly passedOver: readonly Told[] };
}

interface Count {
  readonly skip: Skip;
  dockerfiles: number;
  entries: number;
  unreadable: number;
}

const noIndex = "and no index of Git says that it is not part of the repository; name it to have it checked";

/** `repository` is absolute, and `inside` gives a path from there. */
export function leftOut(repository: string, inside: (path: string) => string): LeftOut {
  const counts = new Map<string, Count>();
  const unread: Told[] = [];
  const passedOver: Told[] = [];
  let index: { readonly names: ReadonlySet<string> | undefined; readonly dockerfiles: readonly string[] } | undefined;
  const read = () => {
    const all = trackedNames(repository);
    return { names: all, dockerfiles: [...(all ?? [])].filter((name) => isDockerfileName(basename(name))) };
  };
  const names = () => (index ??= read()).names;
  const countOf = (skip: Skip): Count => {
    const count = counts.get(skip.top) ?? { skip, dockerfiles: 0, entries: 0, unreadable: 0 };
    counts.set(skip.top, count);
    return count;
  };
  const tell = (path: string, reason: string): void => {
    if (names() === undefined) unread.push({ path, reason: `${reason}, ${noIndex}` });
    else passedOver.push({ path, reason: `${reason}, and Git does not track it` });
  };

  return {
    isTracked: (path) => names()?.has(inside(path)),
    trackedIn(folder) {
      const start = `${inside(folder)}/`;
      const offset = inside("") === "" ? 0 : inside("").length + 1;
      return (index ??= read()).dockerfiles.filter((name) => name.startsWith(start)).map((name) => name.slice(offset));
    },
    file: (path) => tell(path, "`.gitignore` leaves it out"),
    entry(skip, name, path) {
      const count = countOf(skip);
      if (++count.entries > mostCounted) return false;
      if (isDockerfileName(name) && !(skip.why === "ignored" && names()?.has(inside(path)) === true))
        count.dockerfiles++;
      return true;
    },
    unreadable: (skip) => void countOf(skip).unreadable++,
    told() {
      for (const { skip, dockerfiles, entries, unreadable } of counts.values()) {
        const many = entries > mostCounted ? "more than " : "";
        const what = [
          ...(dockerfiles > 0 || many !== ""
            ? [`${many}${dockerfiles} Dockerfile${dockerfiles === 1 ? "" : "s"}`]
            : []),
          ...(unreadable > 0 ? [`${unreadable} folder${unreadable === 1 ? "" : "s"} that can't be looked into`] : []),
        ].join(" and ");
        if (what === "") continue;
        if (skip.why === "ignored") tell(skip.top, `it holds ${what}, and \`.gitignore\` leaves it out`);
        else
          passedOver.push({
            path: skip.top,
            reason: `it holds ${what}, taken for those of others; name it to have them checked`,
          });
      }
      return { unread, passedOver };
    },
  };
}
