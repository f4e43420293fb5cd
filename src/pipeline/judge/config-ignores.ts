import { dirname, relative, resolve, sep } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import type { IgnoresFact, IgnoreState } from "../../facts/dockerfile/ignores.ts";
import { rules } from "../../rules/index.ts";
import { runRules } from "../../rules/run/run-rules.ts";
import { aboutIgnores, applies, applySettings, pathInConfig, wasJudged } from "../rule-runs/apply-settings.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { Context } from "../context.ts";

type Entry = Config["ignores"][number];

const suppressionRules = aboutIgnores(rules);

/**
 * Use of the `ignores` of each `hullproof.yaml`, as a separate target. An entry counts as unused only when
 * everything that it may apply to was checked: its one file, or the whole folder.
 */
export function checkConfigIgnores(
  checked: readonly TargetResult[],
  folders: readonly string[],
  { cwd, today }: Pick<Context, "cwd" | "today">,
): TargetResult[] {
  const byFile = Map.groupBy(checked, ({ config }) => config?.file ?? "");
  return [...byFile].flatMap(([path, targets]) => {
    const config = targets[0]?.config;
    if (path === "" || config === undefined || config.ignores.length === 0) return [];
    const whole = folders.some((folder) => contains(resolve(cwd, folder), dirname(path)));
    const file = relative(cwd, path);
    const isJudgedIn = createRuleRunLookup();
    const states = config.ignores.map((entry) => ({
      ...entry,
      id: entry.rule,
      state: stateOf(entry, config, targets, { whole, judged: isJudgedIn }, today),
    }));
    const ignores: IgnoresFact = { file, text: config.text ?? "", states };
    const run = runRules(suppressionRules, { target: file, facts: { ignores } });
    if (run.findings.length === 0) return [];
    const settled = applySettings(run, suppressionRules, { config, file: path, today }).run;
    return [{ target: { id: file, kind: "config" as const, name: file }, run: settled }];
  });
}

function stateOf(
  entry: Entry,
  config: Config,
  targets: readonly TargetResult[],
  { whole, judged: isJudged }: { readonly whole: boolean; readonly judged: ReturnType<typeof createRuleRunLookup> },
  today: string,
): IgnoreState {
  if (entry.until !== undefined && entry.until < today) return "expired";
  if (targets.some(({ usedIgnores }) => usedIgnores?.has(entry))) return "used";
  if (!whole && (entry.path === undefined || /[*?[{]/.test(entry.path))) return "unjudged";
  const matchingTargets = targets.filter(
    ({ file }) => file !== undefined && applies(entry, config, pathInConfig({ config, file }), today),
  );
  const wasRuleJudged = matchingTargets.some(({ run }) => isJudged(entry.rule, run));
  return wasRuleJudged ? "unused" : "unjudged";
}

/** Whether the rules of an id ran on a target; thousands of entries may name a few ids. */
function createRuleRunLookup(): (id: string, run: TargetResult["run"]) => boolean {
  const answersByRun = new Map<TargetResult["run"], Map<string, boolean>>();
  return (id, run) => {
    const answers = answersByRun.get(run) ?? new Map<string, boolean>();
    answersByRun.set(run, answers);
    const answer = answers.get(id) ?? wasJudged({ id, reason: "" }, run, rules);
    answers.set(id, answer);
    return answer;
  };
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
