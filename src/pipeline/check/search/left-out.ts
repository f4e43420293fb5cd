import { isDockerfileName } from "./names.ts";
import type { Repositories } from "./repositories.ts";
import type { NotRead } from "./searched.ts";

/** Why nothing in a folder is read, and the uppermost such folder, by its path from the one that is searched. */
export type Skip =
  | { readonly why: "others"; readonly top: string }
  /** `by` is the file that says so. */
  | { readonly why: "ignored"; readonly top: string; readonly by: string };

/** Entries looked at in one folder that is only counted through. */
const mostCounted = 20_000;

/** Keeps account of what files like `.gitignore` and the names of folders leave out. Paths are from the folder that is searched. */
export interface LeftOut {
  /** A Dockerfile that was left out. */
  file(path: string, by: string): void;
  /** An entry of a folder that is left out; false when there were too many already. */
  entry(skip: Skip, name: string, path: string): boolean;
  /** A folder in there that can't be looked into. */
  unreadable(skip: Skip): void;
  told(): { readonly unread: readonly NotRead[]; readonly passedOver: readonly NotRead[] };
}

interface Count {
  readonly skip: Skip;
  dockerfiles: number;
  entries: number;
  unreadable: number;
}

const noIndex = "and no index of Git says that it is not part of the repository; name it to have it checked";

export function leftOut({ isTracked }: Repositories): LeftOut {
  const counts = new Map<string, Count>();
  const unread: NotRead[] = [];
  const passedOver: NotRead[] = [];
  const countOf = (skip: Skip): Count => {
    const count = counts.get(skip.top) ?? { skip, dockerfiles: 0, entries: 0, unreadable: 0 };
    counts.set(skip.top, count);
    return count;
  };
  const tell = (path: string, reason: string): void => {
    if (isTracked(path) === undefined) unread.push({ path, reason: `${reason}, ${noIndex}` });
    else passedOver.push({ path, reason: `${reason}, and Git does not track it` });
  };

  return {
    file: (path, by) => tell(path, `\`${by}\` leaves it out`),
    entry(skip, name, path) {
      const count = countOf(skip);
      if (++count.entries > mostCounted) return false;
      if (isDockerfileName(name) && !(skip.why === "ignored" && isTracked(path) === true)) count.dockerfiles++;
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
        if (skip.why === "ignored") tell(skip.top, `it holds ${what}, and \`${skip.by}\` leaves it out`);
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
