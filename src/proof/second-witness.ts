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
 * file. Where files cannot be seen, a line that tells of a refusal has to do.
 */
export function weigh({ behaviour, log, alone, lost }: Difference): Judged {
  if (log.length === 0) return { problems: behaviour, remarks: [] };
  if (behaviour.length > 0 || alone) return { problems: [...behaviour, ...log], remarks: [] };
  if (lost === undefined && refusalsIn(log).length > 0) return { problems: log, remarks: [] };
  if (lost === undefined || lost.length === 0) return { problems: [], remarks: log };
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : "";
  return {
    problems: [...log, `not written, as the original does: ${lost.slice(0, 3).join(", ")}${more}`],
    remarks: [],
  };
}
