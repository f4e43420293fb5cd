import { resolve } from "node:path";
import type { Finding } from "../../domain/finding/finding.ts";
import type { Config } from "../../domain/settings/config.ts";
import { locate } from "../../text/locate.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { inlineCommandIgnores } from "../../facts/container-spec/command-ignores.ts";
import { ofRunLines } from "../../facts/container-spec/of-run-line.ts";
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
import { rulesFor } from "./rules-for.ts";
import { aboutIgnores, applySettings, askedBy } from "./apply-settings.ts";
import type { Checked } from "./checked.ts";
import type { Compared } from "./compared.ts";
import { commonRun } from "./common-run.ts";
import { concatRuns } from "./concat-runs.ts";
import { comparedFacts } from "./compared-facts.ts";
import type { Context } from "../context.ts";
import type { Surroundings } from "./beside-text.ts";

type Day = Pick<Context, "today" | "cwd" | "allRules">;

/** Throws `not-a-dockerfile`. */
export function checkDockerfile(
  file: string,
  text: string,
  config: Config,
  day: Day,
  known: Surroundings = {},
): Checked {
  return judgeDockerfile(parseFact(file, text), config, day, known);
}

/** All rules on one Dockerfile, then what became of its ignores, which is known once the others have spoken. */
export function judgeDockerfile(
  dockerfile: DockerfileFact,
  config: Config,
  { today, cwd, allRules }: Day,
  { missing = {}, contexts: [context, ...otherContexts] = [], purpose, ...known }: Surroundings,
): Checked {
  const { file } = dockerfile;
  const facts = {
    ...textFacts(dockerfile, { today, policy: config.policy, ...known, ...(context && { context }) }),
    ...(purpose && { purpose }),
  };
  const settings = { config, file: resolve(cwd, file), today };
  const asked = allRules === true ? () => true : askedBy(settings);
  const all = rulesFor(config);
  const run = (own: typeof facts): RuleRun =>
    askPeers(peers, runRules(all, { target: file, facts: own, missing, asked }), own);
  const sent = facts.buildContext?.taken.length === 0 ? [] : otherContexts.map((one) => one());
  const others = sent.map((one) => ({
    ...facts,
    buildContext: buildContextFact(dockerfile, facts.variables, () => one),
  }));
  const folders = [facts, ...others].flatMap(({ buildContext }) => buildContext?.folder ?? []);
  const found = commonRun([run(facts), ...others.map(run)], folders);
  const settled = applySettings(found, all, { ...settings, inline: inlineIgnores(dockerfile) });
  const ignores = ignoresFact(dockerfile, settled.inline);
  const last = applySettings(runRules(judgesOfIgnores, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "dockerfile", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

/**
 * What Docker refuses, beside what was found in the rest. A refusal that a rule mentions as well is reported once; the file has
 * failed either way, unless it `isMaterial` of tests, which hold such files on purpose.
 */
export function withRefusals(
  checked: Checked,
  refusals: RefusalsFact,
  { dockerfile, isMaterial }: { readonly dockerfile?: DockerfileFact | undefined; readonly isMaterial: boolean },
): Checked {
  const facts = { refusals };
  const run = askPeers(peers, runRules(judgesOfRefusals, { target: checked.target.id, facts }), facts);
  const fresh = run.findings.filter((one) => !checked.run.findings.some((told) => isSameCase(told, one)));
  // Docker's refusal stands whatever a comment says; that a peer reports it does not.
  const ignored = new Set((dockerfile ? inlineIgnores(dockerfile) : []).map(({ id }) => id));
  const findings = fresh.map((one) => ({ ...one, also: one.also.filter((id) => !ignored.has(id)) }));
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

/** Both stand at one instruction, and a tool reports both under one id. */
function isSameCase(told: Finding, refusal: Finding): boolean {
  if (!("startLine" in told.location) || !("startLine" in refusal.location)) return false;
  const { startLine, endLine } = refusal.location;
  return (
    told.location.startLine >= startLine &&
    told.location.startLine <= endLine &&
    told.also.some((id) => refusal.also.includes(id))
  );
}

const judgesOfRefusals = rules.filter(({ needs }) => needs.includes("refusals"));
const judgesOfIgnores = aboutIgnores(rules);

export function checkDocument(
  file: string,
  text: string,
  config: Config,
  { today, cwd, allRules, ...compared }: Day & Compared,
): Checked {
  const all = rulesFor(config);
  const lines = runLines(file, text);
  const containers = ofRunLines(lines);
  const { facts: drifts, missing } = comparedFacts(containers, compared);
  const facts = { runLines: lines, containers, today, ...drifts };
  const settings = { config, file: resolve(cwd, file), today };
  const asked = allRules === true ? () => true : askedBy(settings);
  const run = askPeers(peers, runRules(all, { target: file, facts, missing, asked }), facts);
  const settled = applySettings(run, all, { ...settings, inline: inlineCommandIgnores(lines) });
  const ignores = { file, text, states: settled.inline };
  const last = applySettings(runRules(judgesOfIgnores, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "document", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}
