import { resolve } from "node:path";
import type { Finding } from "../../domain/finding/finding.ts";
import type { Config } from "../../domain/settings/config.ts";
import { locate } from "../../text/locate.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { inlineCommandIgnores } from "../../dialects/run-line/suppressions.ts";
import { ofRunLines } from "../../dialects/run-line/read.ts";
import { buildContextFact } from "../../facts/context/build-context.ts";
import { ignoresFact, inlineIgnores } from "../../facts/dockerfile/ignores.ts";
import type { RefusalsFact } from "../../facts/dockerfile/refusals.ts";
import { parseFact } from "../../facts/secrets/parse-fact.ts";
import { maskerOf } from "../../facts/secrets/values/masker-of.ts";
import { textFacts } from "../../facts/text-facts.ts";
import { askPeers } from "../../peers/ask-peers.ts";
import { peers } from "../../peers/index.ts";
import { rules } from "../../rules/index.ts";
import { runRules, type RuleRun } from "../../rules/run/run-rules.ts";
import { runLines } from "../../formats/command-line/run-lines.ts";
import { rulesFor } from "../rule-runs/rules-for.ts";
import { aboutIgnores, applySettings, requestedRules } from "../rule-runs/apply-settings.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { ComparisonFacts } from "../rule-runs/comparison-facts.ts";
import { commonRun } from "../rule-runs/common-run.ts";
import { concatRuns } from "../rule-runs/concat-runs.ts";
import { comparisonFactsOf } from "../rule-runs/comparison-facts-of.ts";
import type { Context } from "../context.ts";
import type { TextContext } from "../rule-runs/text-context.ts";

type TextCheckOptions = Pick<Context, "today" | "cwd" | "allRules">;

/** Throws `not-a-dockerfile`. */
export function checkDockerfile(
  file: string,
  text: string,
  config: Config,
  day: TextCheckOptions,
  surroundings: TextContext = {},
): TargetResult {
  return judgeDockerfile(parseFact(file, text), config, day, surroundings);
}

/** Evaluates all rules on one Dockerfile, then the rules on suppressions, which need the results of the others. */
export function judgeDockerfile(
  dockerfile: DockerfileFact,
  config: Config,
  { today, cwd, allRules }: TextCheckOptions,
  { missing = {}, contexts: [context, ...otherContexts] = [], purpose, ...known }: TextContext,
): TargetResult {
  const { file } = dockerfile;
  const facts = {
    ...textFacts(dockerfile, { today, policy: config.policy, ...known, ...(context && { context }) }),
    ...(purpose && { purpose }),
  };
  const settings = { config, file: resolve(cwd, file), today };
  const isRequested = allRules === true ? () => true : requestedRules(settings);
  const activeRules = rulesFor(config);
  const run = (contextFacts: typeof facts): RuleRun =>
    askPeers(
      peers,
      runRules(activeRules, { target: file, facts: contextFacts, missing, asked: isRequested }),
      contextFacts,
    );
  const sent = facts.buildContext?.taken.length === 0 ? [] : otherContexts.map((readContext) => readContext());
  const otherFacts = sent.map((sentContext) => ({
    ...facts,
    buildContext: buildContextFact(dockerfile, facts.variables, () => sentContext),
  }));
  const folders = [facts, ...otherFacts].flatMap(({ buildContext }) => buildContext?.folder ?? []);
  const combinedRun = commonRun([run(facts), ...otherFacts.map(run)], folders);
  const settled = applySettings(combinedRun, activeRules, { ...settings, inline: inlineIgnores(dockerfile) });
  const ignores = ignoresFact(dockerfile, settled.inline);
  const last = applySettings(runRules(suppressionRules, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "dockerfile", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

/**
 * Docker's refusals, in addition to findings. A refusal that a rule also reports appears once; the file fails
 * in both cases, unless it `isMaterial` of tests, which contain such files on purpose.
 */
export function withRefusals(
  checked: TargetResult,
  refusals: RefusalsFact,
  { dockerfile, isMaterial }: { readonly dockerfile?: DockerfileFact | undefined; readonly isMaterial: boolean },
): TargetResult {
  const facts = { refusals };
  const run = askPeers(peers, runRules(refusalRules, { target: checked.target.id, facts }), facts);
  const fresh = run.findings.filter(
    (finding) => !checked.run.findings.some((reported) => isEquivalentFinding(reported, finding)),
  );
  // A comment cannot suppress Docker's refusal, but can suppress an equivalent check.
  const ignored = new Set((dockerfile ? inlineIgnores(dockerfile) : []).map(({ id }) => id));
  const findings = fresh.map((finding) => ({ ...finding, also: finding.also.filter((id) => !ignored.has(id)) }));
  const [first] = refusals.refusals;
  const line = first === undefined ? 1 : locate(refusals.file, refusals.text, first.span).startLine;
  const problem = maskerOf([refusals.text])(first?.problem ?? "it is not a Dockerfile");
  const reason = `${refusals.file}:${line}: ${problem}`;
  if (isMaterial)
    return {
      ...checked,
      run: concatRuns(checked.run, { findings, fixes: [], results: run.results }),
      notChecked: [reason],
    };
  const results = run.results.map((result) => ({ ...result, verdict: "failed" as const, reason }));
  return { ...checked, run: concatRuns(checked.run, { findings, fixes: [], results }) };
}

/** Whether both are at one instruction and equivalent to one check of another tool. */
function isEquivalentFinding(finding: Finding, refusal: Finding): boolean {
  if (!("startLine" in finding.location) || !("startLine" in refusal.location)) return false;
  const { startLine, endLine } = refusal.location;
  return (
    finding.location.startLine >= startLine &&
    finding.location.startLine <= endLine &&
    finding.also.some((id) => refusal.also.includes(id))
  );
}

const refusalRules = rules.filter(({ needs }) => needs.includes("refusals"));
const suppressionRules = aboutIgnores(rules);

export function checkDocument(
  file: string,
  text: string,
  config: Config,
  { today, cwd, allRules, ...compared }: TextCheckOptions & ComparisonFacts,
): TargetResult {
  const activeRules = rulesFor(config);
  const lines = runLines(file, text);
  const containers = ofRunLines(lines);
  const { facts: drifts, missing } = comparisonFactsOf(containers, compared);
  const facts = { runLines: lines, containers, today, ...drifts };
  const settings = { config, file: resolve(cwd, file), today };
  const isRequested = allRules === true ? () => true : requestedRules(settings);
  const run = askPeers(peers, runRules(activeRules, { target: file, facts, missing, asked: isRequested }), facts);
  const settled = applySettings(run, activeRules, { ...settings, inline: inlineCommandIgnores(lines) });
  const ignores = { file, text, states: settled.inline };
  const last = applySettings(runRules(suppressionRules, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "document", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}
