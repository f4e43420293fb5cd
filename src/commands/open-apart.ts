import type { ProgressEvent } from "../domain/progress.ts";
import type { IsolatedWorker } from "../pipeline/rule-runs/isolated-work.ts";
import type { Syntax } from "../reports/content/guard-text.ts";
import type { StoppableThread } from "../domain/stoppable-thread.ts";
import type { CliContext, ThreadData } from "./cli-context.ts";

/** Time limit for one text, and for an image reader without a sign of life. */
const textMs = 3_400;
const stallMs = 60_000;

/** Opens a thread when the first target needs it. Never called without `openThread`. */
export function openApart(
  cli: CliContext,
  targets: readonly string[],
  flags: ThreadData["flags"],
  progress: (event: ProgressEvent) => void,
): IsolatedWorker & AsyncDisposable {
  let thread: StoppableThread | undefined;
  const { cwd, signal } = cli;
  const open = (): StoppableThread => {
    const { config, bases, allowHost, updates, enforce, noInlineIgnores } = flags;
    thread ??= cli.openThread?.({
      cwd,
      now: cli.now(),
      targets,
      flags: {
        // The command itself has already reported the unused settings.
        quiet: true,
        ...(config !== undefined && { config }),
        ...(enforce !== undefined && { enforce }),
        ...(noInlineIgnores !== undefined && { noInlineIgnores }),
        ...(bases !== undefined && { bases }),
        ...(allowHost !== undefined && { allowHost }),
        ...(updates !== undefined && { updates }),
      },
    });
    if (thread === undefined) throw new Error("no threads can be opened here");
    return thread;
  };
  return {
    text: (work) => open().ask(work.path, { kind: "text", work }, { milliseconds: textMs, stallMs: Infinity, signal }),
    image: (name) =>
      open().ask(
        name,
        { kind: "image", name },
        {
          stallMs,
          signal,
          heard: (note) => {
            const { progress: event, made } = note as ThreadNote;
            if (event !== undefined) progress(event);
            if (made !== undefined) cli.made?.(made.run, made.names);
            return made !== undefined;
          },
        },
      ),
    [Symbol.asyncDispose]: async () => thread?.[Symbol.asyncDispose](),
  };
}

/** Messages of the thread during its work. */
export interface ThreadNote {
  readonly progress?: ProgressEvent;
  /** Engine objects that would be left behind if the thread ended now. */
  readonly made?: { readonly run: string; readonly names: readonly string[] };
  readonly written?: { readonly to: "stdout" | "stderr"; readonly text: string; readonly syntax?: Syntax };
  /** Overwrites the current line of stderr. */
  readonly redrawn?: string;
  /** Rows for the whole screen; null restores it. */
  readonly screen?: readonly string[] | null;
}
