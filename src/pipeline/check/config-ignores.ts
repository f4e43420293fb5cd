import { dirname, relative, resolve, sep } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import type { IgnoresFact, IgnoreState } from "../../facts/dockerfile/ignores.ts";
import { rules } from "../../rules/index.ts";
import { runRules } from "../../rules/run/run-rules.ts";
import { aboutIgnores, applies, applySettings, pathInConfig, wasJudged } from "./apply-settings.ts";
import type { Checked } from "./checked.ts";
import type { Context } from "../context.ts";

type Entry = Config["ignores"][number];

const judges = aboutIgnores(rules);

/**
 * What became of the `ignores` of each `hullproof.yaml` in use, as a target of its own. An entry counts as unused only when
 * all that it may speak of was checked: its one file, or the whole folder.
 */
export function checkConfigIgnores(
  checked: readonly Checked[],
  folders: readonly string[],
  { cwd, today }: Pick<Context, "cwd" | "today">,
): Checked[] {
  const byFile = Map.groupBy(checked, ({ config }) => config?.file ?? "");
  return [...byFile].flatMap(([path, targets]) => {
    const config = targets[0]?.config;
    if (path === "" || config === undefined || config.ignores.length === 0) return [];
    const whole = folders.some((folder) => contains(resolve(cwd, folder), dirname(path)));
    const file = relative(cwd, path);
    const judged = judgedOnce();
    const states = config.ignores.map((entry) => ({
      ...entry,
      id: entry.rule,
      state: stateOf(entry, config, targets, { whole, judged }, today),
    }));
    const ignores: IgnoresFact = { file, text: config.text ?? "", states };
    const run = runRules(judges, { target: file, facts: { ignores } });
    if (run.findings.length === 0) return [];
    const settled = applySettings(run, judges, { config, file: path, today }).run;
    return [{ target: { id: file, kind: "config" as const, name: file }, run: settled }];
  });
}

function stateOf(
  entry: Entry,
  config: Config,
  targets: readonly Checked[],
  { whole, judged: isJudged }: { readonly whole: boolean; readonly judged: ReturnType<typeof judgedOnce> },
  today: string,
): IgnoreState {
  if (entry.until !== undefined && entry.until < today) return "expired";
  if (targets.some(({ usedIgnores }) => usedIgnores?.has(entry))) return "used";
  if (!whole && (entry.path === undefined || /[*?[{]/.test(entry.path))) return "unjudged";
  const meant = targets.filter(
    ({ file }) => file !== undefined && applies(entry, config, pathInConfig({ config, file }), today),
  );
  const judged = meant.some(({ run }) => isJudged(entry.rule, run));
  return judged ? "unused" : "unjudged";
}

/** Whether the rules behind an id were judged in a run; thousands of entries may name a few ids. */
function judgedOnce(): (id: string, run: Checked["run"]) => boolean {
  const known = new Map<Checked["run"], Map<string, boolean>>();
  return (id, run) => {
    const answers = known.get(run) ?? new Map<string, boolean>();
    known.set(run, answers);
    const answer = answers.get(id) ?? wasJudged({ id, reason: "" }, run, rules);
    answers.set(id, answer);
    return answer;
  };
}

function contains(folder: string, other: string): boolean {
  return other === folder || other.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
