import { fingerprints, markUnread, type ReadMarks } from "../../../sources/files/read-marks.ts";
import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import { isThrowaway } from "../../judge/is-cache.ts";
import type { Observer } from "../observer.ts";
import { readDirectory } from "./directory.ts";
import { engineMounts, outside, parentsOf, readWrites } from "./writes.ts";
import { keepsNoTimes } from "./keeps-no-times.ts";
import { isWithin } from "../../../text/is-within.ts";

/** Written files that must persist: a tmpfs, empty after each start, would lose them. */
export interface Lasting {
  /** In order of their paths. */
  readonly files: readonly string[];
  /** `it reads them after a restart`, or the reason why that is unknown. */
  readonly why: string;
  /** Sorted list of files at the first stop except temporary ones; absent in records of earlier versions. */
  readonly left?: readonly string[];
}

/** Directories for persistent data, even if the container never reads it again: FHS 3.0, 5.11. */
const data = ["/var/mail", "/var/spool/mail"];
const looksAtMost = 50;

/**
 * Written files that a container uses after a restart, and that a tmpfs would lose: its files are marked while it is
 * stopped, and a mark that is missing after the second life shows a read. Without marks, all files at the first stop
 * count. A file that only grows (a log) does not count, nor one with a new name each time. A file that is written and
 * read counts unless its content is the same after each start of each container: then it does not depend on earlier
 * content.
 */
export function observeLasting(
  session: EngineSession,
  mounts: readonly string[],
): { readonly observer: Observer; lasting(): Lasting } {
  const leftFiles = new Set<string>();
  const read = new Set<string>();
  /** Path -> its content after the second life, which wrote and read it. */
  const doubtful = new Map<string, string | undefined>();
  const firsts: Map<string, string>[] = [];
  let unknownReason = "the workload has no restart";
  let isRestartSeen = false;
  let marks: ReadMarks | undefined;
  const counts = (path: string) =>
    !isThrowaway(path) && ![...mounts, ...engineMounts].some((mount) => isWithin(path, mount));
  const hasContent = (path: string, { size }: { readonly size: number }) => size > 0 && counts(path);
  const dependent = () =>
    [...doubtful.keys()].filter(
      (path) =>
        // Files without a comparison count.
        firsts.length < 2 || firsts.some((first) => !first.has(path) || first.get(path) !== doubtful.get(path)),
    );
  return {
    observer: {
      async starting({ container, life }) {
        if (life === 0) return;
        const upperDir = container.overlay?.upper;
        if (upperDir !== undefined) firsts.push(fingerprints(upperDir, hasContent));
        if (upperDir === undefined) unknownReason = "this engine does not show which files are read";
        else if (await keepsNoTimes(upperDir)) unknownReason = "its file system keeps no time of access (noatime)";
        else marks = markUnread(upperDir, hasContent);
      },
      async stopping({ container, life }) {
        const upperDir = container.overlay?.upper;
        if (life === 0) {
          for (const path of await filesLeft(session, container, mounts)) if (counts(path)) leftFiles.add(path);
          return;
        }
        if (marks === undefined || upperDir === undefined) return;
        const files = marks.read();
        const currentPrints = files.some(({ written }) => written)
          ? fingerprints(upperDir, hasContent)
          : new Map<string, string>();
        for (const { path, written } of files) {
          const hasChanged = doubtful.has(path) && doubtful.get(path) !== currentPrints.get(path);
          if (written && !hasChanged) doubtful.set(path, currentPrints.get(path));
          else read.add(path);
        }
        marks[Symbol.dispose]();
        marks = undefined;
        isRestartSeen = true;
      },
    },
    lasting: () => {
      const leftPaths = [...leftFiles].toSorted();
      if (!isRestartSeen)
        return {
          files: leftPaths,
          why: `whether it reads them after a restart is not known: ${unknownReason}`,
          left: leftPaths,
        };
      const mail = leftPaths.filter((path) => data.some((folder) => isWithin(path, folder)));
      return { ...lastingOf([...read, ...dependent()], mail), left: leftPaths };
    },
  };
}

function lastingOf(read: readonly string[], mail: readonly string[]): Lasting {
  const files = [...new Set([...read, ...mail])].toSorted();
  const reason =
    mail.length === 0
      ? "it reads them after a restart"
      : `it reads them after a restart, or they are data by where they lie (${data.join(", ")})`;
  return { files, why: reason };
}

/** Existing files that this machine can see. */
async function filesLeft(
  { engine }: EngineSession,
  container: Container,
  mounts: readonly string[],
): Promise<string[]> {
  const ownWrites = outside([...mounts, ...engineMounts], await readWrites(container));
  const remainingWrites = ownWrites.filter(({ change }) => change !== "deleted");
  const folders = parentsOf(remainingWrites);
  const leaves = remainingWrites.filter(({ path, kind }) => !folders.has(path) && kind !== "folder");
  const files: string[] = [];
  for (const [at, { path, kind }] of leaves.entries()) {
    // A link may lead to a directory, which only the engine resolves.
    const unknown = (kind === undefined || kind === "link") && at < looksAtMost && !isThrowaway(path);
    const folder = unknown && (await readDirectory(engine, container.id, path)) !== undefined;
    if (!folder) files.push(path);
  }
  return files;
}
