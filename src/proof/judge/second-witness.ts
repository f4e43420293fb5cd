import { isDispensable } from "./missed-files.ts";
import { refusalsIn } from "./complaints.ts";

/** What one trial did otherwise than the original. */
export interface Difference {
  /** Answers, exit codes, owners, files of volumes, what ran out. */
  readonly behaviour: readonly string[];
  /** Lines of the log that are new or gone, as problems. */
  readonly log: readonly string[];
  /** The log is all that there is to judge by: no step brought an answer, or the original says nothing at all. */
  readonly alone: boolean;
  /** Files that the original writes and this trial did not; undefined where that could not be seen. */
  readonly lost: readonly string[] | undefined;
}

export interface Judged {
  /** Empty when it behaves the same. */
  readonly problems: readonly string[];
  /** New lines of its log of which nothing else came: told, and no break. */
  readonly remarks: readonly string[];
}

/**
 * A line of the log breaks a trial only beside a second witness, since what a program says varies with its mood: an answer, an exit code, an owner, or a
 * file. Where files cannot be seen, a line that tells of a refusal has to do. A file that both originals wrote is a break by itself, where it is more than a cache: a
 * program may answer first, do its work afterwards, and say nothing where that is refused (a mail server takes the mail and delivers none).
 */
export function weigh({ log, alone, lost, ...more }: Difference): Judged {
  const work = lost?.filter((path) => !isDispensable(path)) ?? [];
  const behaviour = work.length === 0 ? more.behaviour : [...more.behaviour, notWritten(work)];
  if (log.length === 0) return { problems: behaviour, remarks: [] };
  if (behaviour.length > 0 || alone) return { problems: [...behaviour, ...log], remarks: [] };
  if (lost === undefined && refusalsIn(log).length > 0) return { problems: log, remarks: [] };
  if (lost === undefined || lost.length === 0) return { problems: [], remarks: log };
  return { problems: [...log, notWritten(lost)], remarks: [] };
}

function notWritten(lost: readonly string[]): string {
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : "";
  return `not written, as the original does: ${lost.slice(0, 3).join(", ")}${more}`;
}
