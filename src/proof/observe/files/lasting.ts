import { fingerprints, markUnread, type ReadMarks } from "../../../sources/files/read-marks.ts";
import type { Container, Run } from "../../../sources/engine/types.ts";
import { isThrowaway } from "../../judge/is-cache.ts";
import type { Observer } from "../observer.ts";
import { readDirectory } from "./directory.ts";
import { engineMounts, outside, parentsOf, readWrites } from "./writes.ts";
import { keepsNoTimes } from "./keeps-no-times.ts";
import { isWithin } from "../../../text/is-within.ts";

/** Files that a container wrote and that are no throwaway: a tmpfs, empty after each start, would lose them. */
export interface Lasting {
  /** In order of their paths. */
  readonly files: readonly string[];
  /** `it reads them after a restart`, or why that could not be seen. */
  readonly why: string;
  /** All that was there at the first stop and is no throwaway, in order; absent in what earlier versions kept. */
  readonly left?: readonly string[];
}

/** What lies there is someone's data, though the container itself never reads it again: FHS 3.0, 5.11. */
const data = ["/var/mail", "/var/spool/mail"];
const looksAtMost = 50;

/**
 * What of a container's writes is used after a restart, which a tmpfs would have lost: its files are marked while it is stopped, and a mark
 * that is gone after the second life was read. Where that can't be seen, whatever is left at the first stop counts. A file that is only
 * appended to (a log) is not one, nor is one under a new name each time. One that is written and read counts unless it holds the same after
 * each start of each container: then it does not depend on what was there.
 */
export function observeLasting(
  run: Run,
  mounts: readonly string[],
): { readonly observer: Observer; lasting(): Lasting } {
  const left = new Set<string>();
  const read = new Set<string>();
  /** Path -> what it held after the second life, where it was written and read in that. */
  const doubtful = new Map<string, string | undefined>();
  const firsts: Map<string, string>[] = [];
  let why = "the workload has no restart";
  let seen = false;
  let marks: ReadMarks | undefined;
  const counts = (path: string) =>
    !isThrowaway(path) && ![...mounts, ...engineMounts].some((mount) => isWithin(path, mount));
  const hasContent = (path: string, { size }: { readonly size: number }) => size > 0 && counts(path);
  const dependent = () =>
    [...doubtful.keys()].filter(
      (path) =>
        // What could not be compared counts.
        firsts.length < 2 || firsts.some((first) => !first.has(path) || first.get(path) !== doubtful.get(path)),
    );
  return {
    observer: {
      async starting({ container, life }) {
        if (life === 0) return;
        const upperDir = container.overlay?.upper;
        if (upperDir !== undefined) firsts.push(fingerprints(upperDir, hasContent));
        if (upperDir === undefined) why = "this engine does not show which files are read";
        else if (await keepsNoTimes(upperDir)) why = "its file system keeps no time of access (noatime)";
        else marks = markUnread(upperDir, hasContent);
      },
      async stopping({ container, life }) {
        const upperDir = container.overlay?.upper;
        if (life === 0) {
          for (const path of await filesLeft(run, container, mounts)) if (counts(path)) left.add(path);
          return;
        }
        if (marks === undefined || upperDir === undefined) return;
        const files = marks.read();
        const now = files.some(({ written }) => written)
          ? fingerprints(upperDir, hasContent)
          : new Map<string, string>();
        for (const { path, written } of files) {
          const other = doubtful.has(path) && doubtful.get(path) !== now.get(path);
          if (written && !other) doubtful.set(path, now.get(path));
          else read.add(path);
        }
        marks[Symbol.dispose]();
        marks = undefined;
        seen = true;
      },
    },
    lasting: () => {
      const all = [...left].toSorted();
      if (!seen) return { files: all, why: `whether it reads them after a restart is not known: ${why}`, left: all };
      const mail = all.filter((path) => data.some((folder) => isWithin(path, folder)));
      return { ...lastingOf([...read, ...dependent()], mail), left: all };
    },
  };
}

function lastingOf(read: readonly string[], mail: readonly string[]): Lasting {
  const files = [...new Set([...read, ...mail])].toSorted();
  const why =
    mail.length === 0
      ? "it reads them after a restart"
      : `it reads them after a restart, or they are data by where they lie (${data.join(", ")})`;
  return { files, why };
}

/** Files that are there, as far as this machine shows. */
async function filesLeft({ engine }: Run, container: Container, mounts: readonly string[]): Promise<string[]> {
  const written = outside([...mounts, ...engineMounts], await readWrites(container));
  const left = written.filter(({ change }) => change !== "deleted");
  const folders = parentsOf(left);
  const leaves = left.filter(({ path, kind }) => !folders.has(path) && kind !== "folder");
  const files: string[] = [];
  for (const [at, { path, kind }] of leaves.entries()) {
    // A link may lead to a folder, which only the engine follows.
    const unknown = (kind === undefined || kind === "link") && at < looksAtMost && !isThrowaway(path);
    const folder = unknown && (await readDirectory(engine, container.id, path)) !== undefined;
    if (!folder) files.push(path);
  }
  return files;
}
