import { proposeCompletions } from "@stricli/core";
import { buildApp } from "../commands/app.ts";
import type { CliContext } from "../commands/cli-context.ts";
import { openTerminals } from "./terminals.ts";
import { version } from "../pipeline/host/version.ts";

/** Maximum length of a description: shells show it in one column. */
const mostSaid = 70;

/**
 * Prints the possible next words of a command line, one per line with a description; nothing if only a file fits. An
 * error must not disturb the shell.
 */
export async function complete(words: readonly string[]): Promise<void> {
  const { stdout, end } = openTerminals();
  const partial = words.at(-1) ?? "";
  const proposals = await proposeCompletions(buildApp(version), words.length === 0 ? [""] : words, {
    process,
  } as unknown as CliContext);
  // A flag's position also accepts a file: flags are proposed only after a dash.
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
