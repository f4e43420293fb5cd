import { proposeCompletions } from "@stricli/core";
import { buildApp } from "../commands/app.ts";
import type { CliContext } from "../commands/cli-context.ts";
import { openTerminals } from "./terminals.ts";
import { version } from "../pipeline/host/version.ts";

/** Characters of a description: shells show a column of them. */
const mostSaid = 70;

/** Prints the words that may come next on a command line, one a line with what it is; nothing where only a file may. What breaks breaks no shell. */
export async function complete(words: readonly string[]): Promise<void> {
  const { stdout, end } = openTerminals();
  const partial = words.at(-1) ?? "";
  const proposals = await proposeCompletions(buildApp(version), words.length === 0 ? [""] : words, {
    process,
  } as unknown as CliContext);
  // Where a flag may stand, so may a file: flags are proposed once one is begun.
  const fitting = proposals.filter(
    ({ completion }) => completion.startsWith(partial) && (partial.startsWith("-") || !completion.startsWith("-")),
  );
  const lines = fitting.map(({ completion, brief }) => `${completion}\t${shortened(brief)}\n`);
  stdout.write(lines.join(""));
  await end();
}

function shortened(brief: string): string {
  const line = brief.replaceAll(/\s+/g, " ");
  return line.length > mostSaid ? `${line.slice(0, mostSaid - 1)}…` : line;
}
