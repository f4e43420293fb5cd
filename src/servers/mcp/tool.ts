import type { z } from "zod";
import type { VerbResult } from "../../domain/verb-runner.ts";
import type { Roots } from "./roots.ts";

/** What a tool can do: call verbs of the command line, on files beneath the roots. */
export interface ToolUse {
  readonly roots: Roots;
  /** Throws `ToolError` where the verb could not run and printed nothing. */
  readonly run: (args: readonly string[], cwd: string) => Promise<VerbResult>;
}

export interface ToolAnswer {
  readonly text: string;
  /** What to do now, as one sentence. */
  readonly next: string;
  /** Of a text with several pages. */
  readonly page?: number;
  /** Where all of it lies, where it has no pages. */
  readonly whole?: string;
}

/** Something that an agent can call. */
export interface Tool<Arguments extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: Arguments;
  /** It builds and runs: what a person is asked first. */
  readonly asks?: (given: z.output<Arguments>) => string;
  perform(given: z.output<Arguments>, use: ToolUse): Promise<ToolAnswer>;
}

export function defineTool<Arguments extends z.ZodType>(tool: Tool<Arguments>): Tool {
  return tool as unknown as Tool;
}
