import type { Readable } from "node:stream";
import type { VerbRunner } from "../domain/verb-runner.ts";
import type { StoppableThread } from "../domain/stoppable-thread.ts";
import type { CommandContext } from "@stricli/core";
import type { Syntax } from "../reports/content/guard-text.ts";
import type { Screen } from "./screen/screen.ts";

/** What a command gets from the outside; tests build their own. */
export interface CliContext extends CommandContext {
  readonly process: {
    readonly stdout: { write(text: string, syntax?: Syntax): void };
    readonly stderr: {
      write(text: string, syntax?: Syntax): void;
      /** Writes a line over the one that stands there; on a terminal only. */
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
  /** `live`: a terminal, whether it wants colour or not. */
  readonly stdout: {
    readonly live: boolean;
    readonly colour: boolean;
    readonly columns: number;
    /** Files can be linked to. */
    readonly links?: boolean;
  };
  readonly stderr: { readonly live: boolean; readonly columns: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens a thread for what must not keep this one busy; `data` is for whoever serves there. Absent: it is done here. */
  readonly openThread?: (data: ThreadData) => StoppableThread;
  /** The same for rules of a user's own alone, where the verb itself is done in a thread. */
  readonly openRuleThread?: (data: ThreadData) => StoppableThread;
  /** Hears what would be left of a run if this process ended now. */
  readonly made?: (run: string, names: readonly string[]) => void;
  readStdin(): Promise<string>;
  /** Standard input as it comes, for a server; absent in a thread. */
  readonly openInput?: () => Readable;
  /** Runs another verb in a thread, for a server; absent in a thread. */
  readonly runVerb?: VerbRunner;
  /** One key of the terminal; absent when stdin is not one. Rejects with the reason of `signal` on Ctrl-C; empty at the end of input. */
  readonly readKey?: () => Promise<string>;
  /** The whole screen; absent where stdin or stdout is no terminal that can be drawn on. */
  readonly openScreen?: () => Screen;
}

/** What a thread needs to open the same session as the command that it serves. */
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
