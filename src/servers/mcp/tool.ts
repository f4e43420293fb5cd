import type { z } from "zod";
import type { VerbResult } from "../../domain/verb-runner.ts";
import type { Roots } from "./roots.ts";

/** The environment of a tool: it runs verbs of the command line on files below the roots. */
export interface ToolUse {
  readonly roots: Roots;
  /** Throws `ToolError` if the verb failed without output. */
  readonly run: (args: readonly string[], cwd: string) => Promise<VerbResult>;
}

export interface ToolAnswer {
  readonly text: string;
  /** The next step, as one sentence. */
  readonly next: string;
  /** Page of a long text. */
  readonly page?: number;
  /** File with the whole text, if it has no pages. */
  readonly whole?: string;
}

/** A tool that an agent can call. */
export interface Tool<Arguments extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: Arguments;
  /** The question for the user before a tool that builds and runs. */
  readonly asks?: (given: z.output<Arguments>) => string;
  perform(given: z.output<Arguments>, use: ToolUse): Promise<ToolAnswer>;
}

export function defineTool<Arguments extends z.ZodType>(tool: Tool<Arguments>): Tool {
  return tool as unknown as Tool;
}
