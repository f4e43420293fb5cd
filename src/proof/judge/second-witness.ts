import { inAll, isDispensable, type MissedWork } from "./missed-work.ts";
import { refusalsIn } from "./complaints.ts";

/** What one trial did otherwise than the original. */
export interface Difference {
  /** Answers, exit codes, owners, files of volumes, what ran out. */
  readonly behaviour: readonly string[];
  /** Lines of the log that are new or gone, as problems. */
  readonly log: readonly string[];
  /** The log is all that there is to judge by: no step brought an answer, or the original says nothing at all. */
  readonly alone: boolean;
  /** What the original does to files and this trial did not; undefined where that could not be seen. */
  readonly missed: MissedWork | undefined;
  /** Owners and modes of its files were compared with the original's. */
  readonly isCompared: boolean;
}

export interface Judged {
  /** Empty when it behaves the same. */
  readonly problems: readonly string[];
  /** New lines of its log of which nothing else came: told, and no break. */
  readonly remarks: readonly string[];
}

/**
 * A line of the log breaks a trial only beside a second witness, since what a program says varies with its mood: an answer, an exit code, an owner, or a
 * file. Where files cannot be seen, a line that mentions a refusal has to do. A file that both originals wrote, filled or removed is a break by itself, where it is more than a cache: a
 * program may answer first, do its work afterwards, and say nothing where that is refused (a mail server takes the mail and delivers none).
 */
export function weigh({ log, alone, missed, isCompared, ...more }: Difference): Judged {
  const behaviour = [...more.behaviour, ...inWords(missed, (path) => !isDispensable(path))];
  if (log.length === 0) return { problems: behaviour, remarks: [] };
  if (behaviour.length > 0 || alone) return { problems: [...behaviour, ...log], remarks: [] };
  if ((missed === undefined || !isCompared) && refusalsIn(log).length > 0) return { problems: log, remarks: [] };
  const caches = inWords(missed, () => true);
  return caches.length === 0 ? { problems: [], remarks: log } : { problems: [...log, ...caches], remarks: [] };
}

function inWords(missed: MissedWork | undefined, counts: (path: string) => boolean): string[] {
  const { notWritten, leftEmpty, notRemoved } = missed ?? inAll([]);
  const told: [string, readonly string[]][] = [
    ["not written, as the original does", notWritten],
    ["left empty, which the original fills", leftEmpty],
    ["not removed, as the original does", notRemoved],
  ];
  return told.flatMap(([what, paths]) => {
    const counted = paths.filter(counts);
    const more = counted.length > 3 ? ` and ${counted.length - 3} more` : "";
    return counted.length === 0 ? [] : [`${what}: ${counted.slice(0, 3).join(", ")}${more}`];
  });
}
