import { oneLine } from "../../reports/content/guard-text.ts";
import { Failure } from "../../domain/failure.ts";
import type { CliContext } from "../cli-context.ts";

/** Asks for a line; what was found is the answer to an empty one. */
export type AskLine = (question: string, found: string) => Promise<string>;

/** Longest answer. */
const mostCharacters = 500;

/** On a terminal only: there each key is read and shown. */
export function askLines({ process: { stderr }, stderr: { live }, readKey }: CliContext): AskLine | undefined {
  if (!live || readKey === undefined) return undefined;
  return async (question, found) => {
    stderr.write(`${oneLine(question)} [${oneLine(found)}] > `);
    let line = "";
    for (;;) {
      const key = await readKey();
      if (key === "" || key === "\u0004") {
        stderr.write("\n");
        throw new Failure("interrupted", "the questions were not answered; nothing was written", {
          hint: "Start again, or use --yes.",
        });
      }
      if (key === "\r" || key === "\n") {
        stderr.write("\n");
        return line.trim() === "" ? found : line.trim();
      }
      if (key === "\u007f" || key === "\b") {
        if (line === "") continue;
        line = line.slice(0, -1);
        stderr.write("\b \b");
      } else if (key >= " " && line.length < mostCharacters) {
        line += key;
        stderr.write(key);
      }
    }
  };
}
