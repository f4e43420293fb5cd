import { inAll, isDispensable, type MissedWork } from "./missed-work.ts";
import { refusalsIn } from "./complaints.ts";

/** Differences between one trial and the original. */
export interface Difference {
  /** Responses, exit codes, owners, files of volumes, exhausted resources. */
  readonly behaviour: readonly string[];
  /** New and missing log lines, as problems. */
  readonly log: readonly string[];
  /** Only the log can be judged: no step returned a response, or the original logs nothing. */
  readonly alone: boolean;
  /** Work on files that the original does and this trial did not; undefined if unknown. */
  readonly missed: MissedWork | undefined;
  /** Owners and modes of its files were compared with the original's. */
  readonly isCompared: boolean;
}

export interface Judgement {
  /** Empty when it behaves the same. */
  readonly problems: readonly string[];
  /** New log lines without further consequences: reported, but no break. */
  readonly remarks: readonly string[];
}

/**
 * A log line breaks a trial only together with a second witness, since log output varies by chance: a response, an exit
 * code, an owner, or a file. If files are unknown, a line about a refusal suffices. A file that both originals wrote,
 * filled or removed is a break by itself unless it is a cache: a program may respond first, do its work later, and log
 * nothing when that is refused (a mail server accepts mail and delivers none).
 */
export function weigh({ log, alone, missed, isCompared, ...more }: Difference): Judgement {
  const behaviour = [...more.behaviour, ...inWords(missed, (path) => !isDispensable(path))];
  if (log.length === 0) return { problems: behaviour, remarks: [] };
  if (behaviour.length > 0 || alone) return { problems: [...behaviour, ...log], remarks: [] };
  if ((missed === undefined || !isCompared) && refusalsIn(log).length > 0) return { problems: log, remarks: [] };
  const caches = inWords(missed, () => true);
  return caches.length === 0 ? { problems: [], remarks: log } : { problems: [...log, ...caches], remarks: [] };
}

function inWords(missed: MissedWork | undefined, counts: (path: string) => boolean): string[] {
  const { notWritten, leftEmpty, notRemoved } = missed ?? inAll([]);
  const missedLists: [string, readonly string[]][] = [
    ["not written, as the original does", notWritten],
    ["left empty, which the original fills", leftEmpty],
    ["not removed, as the original does", notRemoved],
  ];
  return missedLists.flatMap(([description, paths]) => {
    const countedPaths = paths.filter(counts);
    const moreText = countedPaths.length > 3 ? ` and ${countedPaths.length - 3} more` : "";
    return countedPaths.length === 0 ? [] : [`${description}: ${countedPaths.slice(0, 3).join(", ")}${moreText}`];
  });
}
