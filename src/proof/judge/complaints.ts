import type { Trial } from "../../domain/workload/trial.ts";
import { comparable } from "./shape.ts";

const prefix = "new line in the log: ";

/**
 * Log lines about refusals, if they are the only difference; undefined if there are others. A program tolerates a
 * refusal without further consequences.
 */
export function onlyComplaints(problems: readonly string[]): string[] | undefined {
  const lines = refusalsIn(problems);
  return lines.length < problems.length ? undefined : lines;
}

/** New log lines among the problems. */
export function newLines(problems: readonly string[]): string[] {
  return problems.flatMap((problem) => (problem.startsWith(prefix) ? [problem.slice(prefix.length)] : []));
}

/** New log lines that mention a refusal. */
export function refusalsIn(problems: readonly string[]): string[] {
  return newLines(problems).filter((line) => comparable(line).includes("<refused>"));
}

/** `problems` without the complaints that were accepted before. */
export function beyond(tolerated: ReadonlySet<string>, problems: readonly string[]): string[] {
  const accepted = new Set([...tolerated].map(comparable));
  return problems.filter(
    (problem) => !(problem.startsWith(prefix) && accepted.has(comparable(problem.slice(prefix.length)))),
  );
}

/** The log is the only difference: that can be chance, unlike a response or an exit code. */
export function onlyLog(trial: Trial): boolean {
  return trial.lives.length > 0 && trial.problems.length > 0 && trial.problems.every(isOfLog);
}

/** A problem about a log difference. */
export function isOfLog(problem: string): boolean {
  return problem.startsWith(prefix) || problem.startsWith("line missing from the log: ");
}

/** New lines of trials that broke by them alone. */
export function chanceLines(trials: readonly Trial[]): string[] {
  return trials.filter(onlyLog).flatMap(({ problems }) => newLines(problems));
}

export function complaintsOf(trials: readonly Trial[]): string[] {
  return [...new Set(trials.flatMap(({ complaints = [] }) => complaints))].toSorted();
}
