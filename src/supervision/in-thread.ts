import { workerData } from "node:worker_threads";
import type { CliContext, ThreadData } from "../commands/cli-context.ts";
import type { ThreadNote } from "../commands/open-apart.ts";
import type { Screen, ScreenEvent } from "../commands/screen/screen.ts";
import type { CommandSession } from "../commands/session.ts";
import type { Work } from "../pipeline/rule-runs/isolated-work.ts";
import type { FleetTask, FleetTasks } from "../pipeline/fleet/perform-task.ts";
import type { RenderTask } from "../pipeline/host/render-in-time.ts";
import type { RuleFile } from "../pipeline/rule-runs/custom-rules.ts";
import type { CustomWork } from "../pipeline/rule-runs/facts-work.ts";
import type { Syntax } from "../reports/content/guard-text.ts";
import { stoppableThread } from "../sources/bounded/thread.ts";
import { serveTasks, type TaskContext } from "../sources/bounded/serve-tasks.ts";
import type { Outputs } from "./terminals.ts";
import { version } from "../pipeline/host/version.ts";
import { isWorthKeeping } from "./worth-keeping.ts";

export interface VerbTask {
  readonly kind: "verb";
  readonly args: readonly string[];
  readonly cwd: string;
  readonly stdin?: string;
  readonly outputs: Outputs;
  /** Whether the user can be asked. */
  readonly terminal: boolean;
  /** Whether the task is the whole call: its duration is stored for the next one. */
  readonly whole?: true;
}

/** Facts that only the thread with the terminal can determine. */
export interface ThreadQuestion {
  readonly kind: "key" | "screen";
}

export type ThreadTask =
  | VerbTask
  | { readonly kind: "text"; readonly work: Work }
  | { readonly kind: "image"; readonly name: string }
  | RenderTask
  | FleetTask
  | { readonly kind: "load-rule"; readonly file: RuleFile }
  | { readonly kind: "custom-rules"; readonly work: CustomWork; readonly files: readonly RuleFile[] };

/** The work of the thread for its opener; custom rules get a separate thread, which also starts at `entry`. */
export function serve(entry: URL): void {
  let session: Promise<CommandSession> | undefined;
  let fleet: Promise<FleetTasks> | undefined;
  const perform = async (request: unknown, context: TaskContext): Promise<unknown> => {
    const task = request as ThreadTask;
    switch (task.kind) {
      case "verb":
        return runVerb(task, context, entry);
      case "text": {
        const { judgeIsolated } = await import("../pipeline/judge/judge-isolated.ts");
        return judgeIsolated(task.work, context.begin);
      }
      case "image": {
        session ??= openThreadSession(context);
        const [{ checkImage }, { context: pipeline }] = await Promise.all([
          import("../pipeline/judge/check-image.ts"),
          session,
        ]);
        context.begin();
        return checkImage(task.name, pipeline);
      }
      case "render": {
        const { renderTask } = await import("../pipeline/host/render-in-time.ts");
        context.begin();
        return renderTask(task);
      }
      case "fleet-database":
      case "fleet-read": {
        fleet ??= import("../pipeline/fleet/perform-task.ts");
        const { performFleetTask } = await fleet;
        context.begin();
        return performFleetTask(task, context);
      }
      case "load-rule": {
        const [{ loadRuleText }, { lockIntrinsics }] = await Promise.all([
          import("../pipeline/custom-rules/load-rule.ts"),
          import("../pipeline/custom-rules/lock-intrinsics.ts"),
          // Loads the judging modules before the time limit starts: they may prepare something.
          import("../pipeline/custom-rules/judge-custom.ts"),
        ]);
        lockIntrinsics();
        context.begin();
        return loadRuleText(task.file);
      }
      case "custom-rules": {
        const { judgeCustom } = await import("../pipeline/custom-rules/judge-custom.ts");
        return judgeCustom(task.work, task.files, context.begin);
      }
    }
  };
  serveTasks(perform, async () => {
    await (await fleet)?.closeFleetTasks();
    await (await session)?.[Symbol.asyncDispose]();
  });
}

/** Tasks with custom rules. */
const memoryMegabytes = 768;

/** Returns the exit code. */
async function runVerb(task: VerbTask, context: TaskContext, entry: URL): Promise<number> {
  const begin = performance.now();
  const [{ run }, { buildApp }, { askingConsent }] = await Promise.all([
    import("@stricli/core"),
    import("../commands/app.ts"),
    import("../commands/workload-flags.ts"),
  ]);
  context.begin();
  const threadContext = contextOf(context, task.outputs, task.cwd, () => new Date().toISOString());
  await run(buildApp(version), askingConsent(task.args), {
    ...threadContext,
    readStdin: async () => task.stdin ?? "",
    openRuleThread: (data) => stoppableThread({ entry, data, memoryMegabytes }),
    openTaskThread: (megabytes) =>
      stoppableThread({ entry, ...(megabytes !== undefined && { memoryMegabytes: megabytes }) }),
    ...(task.terminal && {
      readKey: async () => (await context.ask({ kind: "key" } satisfies ThreadQuestion)) as string,
      ...(task.outputs.stdout.live && process.env["TERM"] !== "dumb" && { openScreen: () => screenOf(context) }),
    }),
  });
  const exitCode = Number(threadContext.process.exitCode ?? 0);
  const [verb = ""] = task.args;
  const seconds = (performance.now() - begin) / 1000;
  // Everything needed is loaded in this thread; the waiting thread would load it only for this.
  if (task.whole === true && isWorthKeeping(task.args, seconds, exitCode)) {
    const { keepTime } = await import("./note-time.ts");
    await keepTime(verb, seconds, task.cwd);
  }
  return exitCode;
}

/** Writer of the thread with the terminal. */
function screenOf({ ask, tell }: TaskContext): Screen {
  const show = (screen: readonly string[] | null) => tell({ screen } satisfies ThreadNote);
  return {
    draw: show,
    next: async () => (await ask({ kind: "screen" } satisfies ThreadQuestion)) as readonly ScreenEvent[],
    close: () => show(null),
  };
}

async function openThreadSession(task: TaskContext): Promise<CommandSession> {
  const { openSession } = await import("../commands/session.ts");
  const { cwd, now, targets, flags } = workerData as ThreadData;
  const silent = { stdout: { live: false, colour: false, columns: 80 }, stderr: { live: false, columns: 80 } };
  const session = openSession(
    contextOf(task, silent, cwd, () => now),
    { ...flags, progress: "none" },
    targets,
  );
  const note = (progress: NonNullable<ThreadNote["progress"]>) => task.tell({ progress } satisfies ThreadNote);
  return { ...session, context: { ...session.context, progress: note } };
}

function contextOf({ signal, tell }: TaskContext, outputs: Outputs, cwd: string, clock: () => string): CliContext {
  const say = (note: ThreadNote) => tell(note);
  const writer = (to: "stdout" | "stderr") => (text: string, syntax?: Syntax) =>
    say({ written: { to, text, ...(syntax !== undefined && { syntax }) } });
  return {
    process: {
      stdout: { write: writer("stdout") },
      stderr: { write: writer("stderr"), redraw: (redrawn) => say({ redrawn }) },
    },
    cwd,
    version,
    now: clock,
    signal,
    ...outputs,
    env: process.env,
    made: (run, names) => say({ made: { run, names } }),
    readStdin: async () => "",
  };
}
