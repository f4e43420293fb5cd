import type { Trial } from "../../domain/workload/trial.ts";
import { comparable, levelOf, tellsTrouble } from "./shape.ts";

/** `Trial.logShapes` holds no more than this; a full list is not known to be whole. */
export const logShapeLimit = 200;

export interface LogNoise {
  /** Shapes that both logs hold. */
  readonly constant: ReadonlySet<string>;
  /** Shapes that either holds. */
  readonly known: ReadonlySet<string>;
  /** No step brought an answer: the log is all that there is to compare. */
  readonly alone: boolean;
}

export function learnLogs(a: Trial, b: Trial): LogNoise {
  const first = (a.logShapes ?? []).map(comparable);
  const second = new Set((b.logShapes ?? []).map(comparable));
  return {
    constant: new Set(first.filter((line) => second.has(line))),
    known: new Set([...first, ...second]),
    alone: ![a, b].some(({ lives }) =>
      lives.some(({ steps }) =>
        steps.some(({ bytes = 0, body = "", expected }) => bytes > 0 || body !== "" || expected === true),
      ),
    ),
  };
}

/**
 * Lines of the log as problems; what they weigh, `second-witness.ts` says. A new line counts when it reports trouble, or when the original says nothing
 * at all. A line that is gone counts only where
 * the log is all that can be compared: a program that is no longer root leaves out what it did as root, and answers the same.
 */
export function compareLogs({ constant, known, alone }: LogNoise, trial: Trial): string[] {
  const shapes = trial.logShapes;
  if (shapes === undefined) return [];
  const fresh = shapes.filter((line) => !known.has(comparable(line)) && (known.size === 0 || tellsTrouble(line)));
  const problems = fresh.map((line) => `new line in the log: ${line}`);
  if (!alone || shapes.length >= logShapeLimit || known.size >= logShapeLimit) return problems;
  const seen = new Set(shapes.map(comparable));
  // A warning that went away is an improvement: "running as root is discouraged".
  const missing = [...constant].filter(
    (line) => !seen.has(line) && levelOf(line) !== "warning" && !/\bwarn/iu.test(line) && !tellsTrouble(line),
  );
  return [...problems, ...missing.map((line) => `line missing from the log: ${line}`)];
}
