import { notProven } from "../domain/report/fix-report.ts";
import type { Asker, Offer } from "../pipeline/fix-plan/asker.ts";
import { effectText } from "../reports/content/effect-text.ts";
import { escapeReport } from "../reports/content/escape-report.ts";
import { colourDiff } from "../reports/fix-diff.ts";

export interface Terminal {
  readonly colour: boolean;
  write(text: string): void;
  /** Empty at the end of input. */
  readKey(): Promise<string>;
}

const help = [
  "y  apply this fix",
  "n  do not apply it",
  "a  apply it, and all others of this rule",
  "s  skip it, and all others of this rule",
  "q  quit: apply nothing more",
].join("\n");

/** Asks for each fix with one key. Answers about a rule, and quitting, also apply to the files that follow. */
export function askFixes(terminal: Terminal): Asker {
  const always = new Set<string>();
  const never = new Set<string>();
  let quit = false;
  const say = (text: string) => terminal.write(`${text}\n`);

  const ask = async (offer: Offer, position: string): Promise<boolean> => {
    say(describe(offer, position, terminal.colour));
    for (;;) {
      terminal.write(`Apply? [y]es [n]o [a]ll of ${offer.rule} [s]kip ${offer.rule} [q]uit [?] `);
      const key = (await terminal.readKey()).toLowerCase();
      say(key === "" ? "(end of input)" : escapeReport(key).trim());
      switch (key) {
        case "y":
          return true;
        case "n":
          return false;
        case "a":
          always.add(offer.rule);
          return true;
        case "s":
          never.add(offer.rule);
          return false;
        case "q":
        case "":
          quit = true;
          return false;
        default:
          say(help);
      }
    }
  };

  return {
    async choose(offers) {
      const chosenKeys = new Set<string>();
      for (const [index, offer] of offers.entries()) {
        if (quit || never.has(offer.rule)) continue;
        if (always.has(offer.rule) || (await ask(offer, `${index + 1} of ${offers.length}`))) chosenKeys.add(offer.key);
      }
      return chosenKeys;
    },
    async mayWrite(file, diff) {
      say(terminal.colour ? colourDiff(diff) : escapeReport(diff));
      terminal.write(`Write ${escapeReport(file)}? [y]es [n]o `);
      const key = (await terminal.readKey()).toLowerCase();
      say(key === "y" ? "yes" : "no");
      return key === "y";
    },
  };
}

function describe(offer: Offer, position: string, colour: boolean): string {
  const { file, line, rule, title, applicability, why, effect, unbuilt } = escapeReport(offer);
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text);
  // The heading already contains the file's names.
  const hunks = offer.diff.split("\n").slice(2).join("\n").trimEnd();
  return [
    "",
    `${bold(`${title}`)}  (${position})`,
    `${file}:${line}  ${rule}, ${unbuilt === true ? notProven : applicability}${effect === undefined ? "" : `: ${effectText(effect)}`}`,
    /^.+?[.!?](?=\s|$)/s.exec(why)?.[0] ?? why,
    colour ? colourDiff(hunks) : escapeReport(hunks),
  ].join("\n");
}
