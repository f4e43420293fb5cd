import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Context } from "../pipeline/context.ts";
import type { CliContext } from "./cli-context.ts";
import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";

/** A run that `view` can follow in the same folder. */
export interface RecordedRun extends AsyncDisposable {
  /** Records progress. */
  readonly context: Context;
  /** Records the failure of the work. */
  try<Result>(work: () => Promise<Result>): Promise<Result>;
  /** `report`: path of its report, relative to the current folder. */
  done(report?: string): void;
}

export async function openRecordedRun(
  { cwd, env, now }: CliContext,
  verb: string,
  target: string,
  context: Context,
): Promise<RecordedRun> {
  const { recordRun } = await import("../pipeline/verbs/view/run-record.ts");
  const recorder = recordRun(
    cacheAt("runs", searchFrom({ cwd, env })),
    { verb, target, cwd, began: now() },
    context.progress,
  );
  return {
    context: { ...context, progress: recorder.progress },
    async try(work) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Failure) recorder.fail(error.message);
        throw error;
      }
    },
    done: (report) => recorder.done(report === undefined ? undefined : resolve(cwd, report)),
    [Symbol.asyncDispose]: () => recorder[Symbol.asyncDispose](),
  };
}
