import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Context } from "../pipeline/context.ts";
import type { CliContext } from "./cli-context.ts";
import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";

/** A run that `view` in the same folder can follow. */
export interface RecordedRun extends AsyncDisposable {
  /** Its progress is written down. */
  readonly context: Context;
  /** Records why the work fails. */
  try<Result>(work: () => Promise<Result>): Promise<Result>;
  /** `report`: where it wrote one, as reached from the current folder. */
  done(report?: string): void;
}

export async function openRecordedRun(
  { cwd, env, now }: CliContext,
  verb: string,
  target: string,
  context: Context,
): Promise<RecordedRun> {
  const { recordRun } = await import("../pipeline/view/run-record.ts");
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
