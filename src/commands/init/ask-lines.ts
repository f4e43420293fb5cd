import { Failure } from "../../domain/failure.ts";
import { oneLine } from "../../reports/content/guard-text.ts";
import { displayWidth } from "../../reports/terminal/display-width.ts";
import { wrap } from "../../reports/terminal/page.ts";
import type { CliContext } from "../cli-context.ts";

/** Prompts for a line; an empty answer means the proposal. */
export type AskLine = (question: string, found: string) => Promise<string>;

/** Maximum length of an answer. */
const mostCharacters = 500;

/** Terminals only, since keys are read and echoed one by one. */
export function askLines({ process: { stderr }, stderr: { live, columns }, readKey }: CliContext): AskLine | undefined {
  if (!live || readKey === undefined || stderr.redraw === undefined) return undefined;
  // A terminal that does not report its width reports 0.
  const width = Math.max(columns, 40) - 1;
  return async (question, proposal) => {
    const lines = wrap(`${oneLine(question)} [${oneLine(proposal)}] >`, width);
    const prompt = `${lines.at(-1) ?? ""} `;
    for (const line of lines.slice(0, -1)) stderr.write(`${line}\n`);
    let answer: readonly string[] = [];
    // Redraws the whole line on each key: a deleted character may have been two columns wide.
    const show = (): void => stderr.redraw?.(`${prompt}${endOf(answer, width - displayWidth(prompt))}`);
    for (;;) {
      show();
      const key = await readKey();
      if (key === "" || key === "\u0004") {
        stderr.write("\n");
        throw new Failure("interrupted", "the questions were not answered; nothing more was written", {
          hint: "Start again, or use --yes.",
        });
      }
      if (key === "\r" || key === "\n") {
        stderr.write("\n");
        const typedText = answer.join("").trim();
        return typedText === "" ? proposal : typedText;
      }
      if (key === "\u007f" || key === "\b") answer = answer.slice(0, -1);
      else if (key === "\u0015") answer = [];
      else if (key >= " " && answer.length < mostCharacters) answer = [...answer, key];
    }
  };
}

/** The end of the text, as far as it fits; at least one character. */
function endOf(answer: readonly string[], room: number): string {
  let from = 0;
  while (from < answer.length - 1 && displayWidth(answer.slice(from).join("")) > Math.max(8, room)) from++;
  return answer.slice(from).join("");
}
