// Trials for tests of the judge.
import type { FileWork, StepOutcome, Trial } from "../../domain/workload/trial.ts";

/** A trial with equal lives: these steps, a clean end and this log. */
export function trial(
  steps: readonly Partial<StepOutcome>[],
  changes: { exitCode?: number; log?: string[]; lives?: number } = {},
): Trial {
  const life = {
    readyMs: 10,
    steps: steps.map((step) => ({ name: "GET /", ok: true, status: 200, ms: 5, ...step })),
    exitCode: changes.exitCode ?? 0,
    oomKilled: false,
  };
  return {
    id: "t1",
    title: "",
    restrictions: {},
    outcome: "passes",
    problems: [],
    lives: Array.from({ length: changes.lives ?? 1 }, () => life),
    logTail: [],
    logShapes: changes.log ?? [],
    usage: {},
    ms: 100,
  };
}

/** After a life that wrote these files; undefined if unknown. */
export const logged = (log: string[], writtenFiles: string[] | undefined, text = "hello"): Trial =>
  worked(writtenFiles && { written: writtenFiles }, log, text);

/** After a life with these file changes. */
export function worked(files: Partial<FileWork> | undefined, log = ["up"], text = "hello"): Trial {
  const baseTrial = trial([{ body: text }], { log });
  const fileWork = files && { written: [], empty: [], removed: [], ...files };
  const permissions = { end: { byAccess: {}, extended: "none" as const } };
  return {
    ...baseTrial,
    lives: baseTrial.lives.map((life) => ({ ...life, ...(fileWork && { files: fileWork, permissions }) })),
  };
}
