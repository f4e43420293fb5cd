import type { StoppableThread } from "../domain/stoppable-thread.ts";
import type { CustomRules, CustomRuleText } from "../pipeline/rule-runs/custom-rules.ts";
import type { CliContext } from "./cli-context.ts";

/** Time limit in milliseconds for loading a rule's file and running its examples. */
const loadMs = 10_000;
/** `customMs` of judge-custom.ts, plus the time a thread needs to reply. */
const judgeMs = (rules: number): number => 5_000 + rules * 2_200;

/** Custom rules in a thread that is opened for the first of them, and ended if one of them blocks it. */
export function openCustomRules({
  openThread,
  openRuleThread = openThread,
  cwd,
  now,
  signal,
}: CliContext): CustomRules & AsyncDisposable {
  let thread: StoppableThread | undefined;
  const loaded = new Map<string, Promise<CustomRuleText>>();
  const ask = <T>(label: string, task: unknown, milliseconds: number): Promise<T> => {
    thread ??= openRuleThread?.({ cwd, now: now(), targets: [], flags: { quiet: true } });
    if (thread === undefined) throw new Error("no threads can be opened here");
    return thread.ask(label, task, { milliseconds, stallMs: Infinity, signal });
  };
  return {
    load(file) {
      const ruleText = loaded.get(file.path) ?? ask<CustomRuleText>(file.shown, { kind: "load-rule", file }, loadMs);
      loaded.set(file.path, ruleText);
      return ruleText;
    },
    judge: (work, files) => ask(work.path, { kind: "custom-rules", work, files }, judgeMs(files.length)),
    [Symbol.asyncDispose]: async () => thread?.[Symbol.asyncDispose](),
  };
}
