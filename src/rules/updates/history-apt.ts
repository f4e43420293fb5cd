import { historySteps, type HistoryStep } from "../../facts/history/history-steps.ts";
import type { ImageFacts } from "../../facts/image/image-facts.ts";

/** Commands of managers whose lists a later layer would use. */
const managers = /^(?:.*\/)?(apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper)$/;

/** One call of a package manager in the history. */
export interface HistoryCall {
  readonly manager: string;
  /** The first word that is no option. */
  readonly verb: string;
  readonly words: readonly string[];
}

export interface CallsOfStep {
  readonly step: HistoryStep;
  readonly calls: readonly HistoryCall[];
}

/** The history's RUNs that call a system package manager. */
export function packageSteps(layers: ImageFacts["layers"]): readonly CallsOfStep[] {
  return historySteps(layers).flatMap((step) => {
    const calls = step.commands.flatMap(callOf);
    return calls.length === 0 ? [] : [{ step, calls }];
  });
}

function callOf(words: readonly string[]): HistoryCall[] {
  const manager = managers.exec(words[0] ?? "")?.[1];
  if (manager === undefined) return [];
  // The value of `-o Key=value` and `-c file` is no verb.
  const verb = words
    .slice(1)
    .find((word, index, all) => !word.startsWith("-") && !/^-[oct]$/.test(all[index - 1] ?? ""));
  return verb === undefined ? [] : [{ manager, verb, words }];
}
