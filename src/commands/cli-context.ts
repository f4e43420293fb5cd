import type { Readable } from "node:stream";
import type { VerbRunner } from "../domain/verb-runner.ts";
import type { StoppableThread } from "../domain/stoppable-thread.ts";
import type { CommandContext } from "@stricli/core";
import type { Syntax } from "../reports/content/guard-text.ts";
import type { Screen } from "./screen/screen.ts";

/** The interface between a command and its process; tests create their own. */
export interface CliContext extends CommandContext {
  readonly process: {
    readonly stdout: { write(text: string, syntax?: Syntax): void };
    readonly stderr: {
      write(text: string, syntax?: Syntax): void;
      /** Overwrites the current line; on a terminal only. */
      redraw?(line: string): void;
    };
    exitCode?: number | string | null;
  };
  readonly cwd: string;
  readonly version: string;
  /** ISO date and time, UTC. */
  readonly now: () => string;
  /** Aborted on Ctrl-C, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** `live`: whether it is a terminal, with or without colors. */
  readonly stdout: {
    readonly live: boolean;
    readonly colour: boolean;
    readonly columns: number;
    /** Files can be linked to. */
    readonly links?: boolean;
  };
  readonly stderr: { readonly live: boolean; readonly columns: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens a thread for work that must not block this one; `data` goes to the thread's handler. Absent: the work runs in this thread. */
  readonly openThread?: (data: ThreadData) => StoppableThread;
  /** Opens a thread for custom rules only, where the verb already runs in a thread. */
  readonly openRuleThread?: (data: ThreadData) => StoppableThread;
  /** Opens a thread for a database or a reader of images, with a limit of memory in MiB, where the verb already runs in a thread. */
  readonly openTaskThread?: (memoryMegabytes?: number) => StoppableThread;
  /** Receives the names of engine objects that would be left behind if this process ended now. */
  readonly made?: (run: string, names: readonly string[]) => void;
  readStdin(): Promise<string>;
  /** Standard input as a stream, for a server; absent in a thread. */
  readonly openInput?: () => Readable;
  /** Runs another verb in a thread, for a server; absent in a thread. */
  readonly runVerb?: VerbRunner;
  /** One key press; absent if stdin is no terminal. Rejects with the reason of `signal` on Ctrl-C; empty at the end of input. */
  readonly readKey?: () => Promise<string>;
  /** The whole screen; absent unless stdin and stdout are a terminal that can be drawn on. */
  readonly openScreen?: () => Screen;
}

/** The data a thread needs to open the same session as the command it serves. */
export interface ThreadData {
  readonly cwd: string;
  readonly now: string;
  readonly targets: readonly string[];
  readonly flags: {
    readonly quiet: boolean;
    readonly config?: string;
    readonly enforce?: readonly string[];
    readonly noInlineIgnores?: boolean;
    readonly bases?: "auto" | "none";
    readonly allowHost?: readonly string[];
    readonly updates?: "auto" | "none" | boolean;
  };
}
