import { isDockerfileName } from "./names.ts";
import type { Repositories } from "./repositories.ts";
import type { NotRead } from "./search-result.ts";

/** Why a folder is not read, and the outermost such folder, by its path from the searched one. */
export type Skip =
  | { readonly why: "others"; readonly top: string }
  /** `by` is the ignore file. */
  | { readonly why: "ignored"; readonly top: string; readonly by: string };

/** Maximum entries counted in one skipped folder. */
const maxCountedEntries = 20_000;

/** Counts the files that ignore files and folder names exclude. Paths are relative to the searched folder. */
export interface ExclusionCounter {
  /** Adds an ignored Dockerfile. */
  file(path: string, by: string): void;
  /** Adds an entry of a skipped folder; false once there are too many. */
  entry(skip: Skip, name: string, path: string): boolean;
  /** Adds an unreadable folder in a skipped one. */
  unreadable(skip: Skip): void;
  collect(): { readonly unread: readonly NotRead[]; readonly passedOver: readonly NotRead[] };
}

interface Count {
  readonly skip: Skip;
  dockerfiles: number;
  entries: number;
  unreadable: number;
}

const noIndex = "and no index of Git says that it is not part of the repository; name it to have it checked";

export function countExclusions({ isTracked }: Repositories): ExclusionCounter {
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
      if (++count.entries > maxCountedEntries) return false;
      if (isDockerfileName(name) && !(skip.why === "ignored" && isTracked(path) === true)) count.dockerfiles++;
      return true;
    },
    unreadable: (skip) => void countOf(skip).unreadable++,
    collect() {
      for (const { skip, dockerfiles, entries, unreadable } of counts.values()) {
        const many = entries > maxCountedEntries ? "more than " : "";
        const contents = [
          ...(dockerfiles > 0 || many !== ""
            ? [`${many}${dockerfiles} Dockerfile${dockerfiles === 1 ? "" : "s"}`]
            : []),
          ...(unreadable > 0 ? [`${unreadable} folder${unreadable === 1 ? "" : "s"} that can't be looked into`] : []),
        ].join(" and ");
        if (contents === "") continue;
        if (skip.why === "ignored") tell(skip.top, `it holds ${contents}, and \`${skip.by}\` leaves it out`);
        else
          passedOver.push({
            path: skip.top,
            reason: `it holds ${contents}, taken for those of others; name it to have them checked`,
          });
      }
      return { unread, passedOver };
    },
  };
}
