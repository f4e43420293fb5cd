import type { Trial } from "../../domain/workload/trial.ts";
import { comparable, levelOf, tellsTrouble } from "./shape.ts";

/** Maximum of `Trial.logShapes`; a full list may be incomplete. */
export const logShapeLimit = 200;

export interface LogNoise {
  /** Shapes in both logs. */
  readonly constant: ReadonlySet<string>;
  /** Shapes in either log. */
  readonly known: ReadonlySet<string>;
  /** No step returned a response: only the log can be compared. */
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
 * Log lines as problems; `second-witness.ts` weighs them. A new line counts if it reports trouble, or if the original
 * logs nothing. A missing line counts only if the log is all that can be compared: a program that is no longer root
 * skips work it did as root, and responds the same.
 */
export function compareLogs({ constant, known, alone }: LogNoise, trial: Trial): string[] {
  const shapes = trial.logShapes;
  if (shapes === undefined) return [];
  const fresh = shapes.filter((line) => !known.has(comparable(line)) && (known.size === 0 || tellsTrouble(line)));
  const problems = fresh.map((line) => `new line in the log: ${line}`);
  if (!alone || shapes.length >= logShapeLimit || known.size >= logShapeLimit) return problems;
  const currentShapes = new Set(shapes.map(comparable));
  // A warning that went away is an improvement: "running as root is discouraged".
  const missingLines = [...constant].filter(
    (line) => !currentShapes.has(line) && levelOf(line) !== "warning" && !/\bwarn/iu.test(line) && !tellsTrouble(line),
  );
  return [...problems, ...missingLines.map((line) => `line missing from the log: ${line}`)];
}
