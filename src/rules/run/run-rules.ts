import { Failure } from "../../domain/failure.ts";
import type { Masker, SecretValue } from "../../facts/secrets/values/secret-value.ts";
import type { Dialect } from "../../domain/container/container-spec.ts";
import {
  severities,
  type Evidence,
  type Finding,
  type Location,
  type RuleResult,
} from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import { practices, type RuleId } from "../../domain/finding/practice.ts";
import { reportedEdits } from "../../edits/placed-edits.ts";
import { practiceOf } from "../../text/practice-of.ts";
import type { FactName, Facts } from "../needs.ts";
import { containerAt } from "./container-at.ts";
import { boundedText } from "../../text/bounded-text.ts";
import { fitted } from "./fitted.ts";
import { listOf } from "./list-of.ts";
import { maskFinding, maskFix } from "./mask-finding.ts";
import { locationOf, textIn, textOf } from "./location-of.ts";
import { onRequestReason } from "./on-request-reason.ts";
import { planRules, reasonFor, type PlannedRule } from "./rule-plan.ts";
import type { Rule } from "../rule.ts";
import { isProvenOtherwise } from "./is-proven-otherwise.ts";
import { severityIn } from "./severity-in.ts";
import { maskerFor } from "./secrets-of-facts.ts";
import { compareText } from "../../text/compare-text.ts";

/** What is known of one target, and why the rest is not. A rule that asks for a fact in neither does not apply to it. */
export interface RuleInput {
  /** Id of the target in the report. */
  readonly target: string;
  readonly facts: Partial<Facts>;
  readonly missing?: Partial<Record<FactName, string>>;
  /** What the target is written in, where its containers are not known. */
  readonly dialects?: readonly Dialect[];
  /** Secrets that its facts don't show: values of env files. */
  readonly secrets?: readonly SecretValue[];
  /** Rules with `onRequest` that are to speak; all when absent. */
  readonly asked?: (rule: RuleId) => boolean;
}

export interface FixCandidate {
  readonly rule: RuleId;
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface RuleRun {
  readonly results: readonly RuleResult[];
  readonly findings: readonly Finding[];
  readonly fixes: readonly FixCandidate[];
  /** The list that a finding judges a member of, until those of one list are joined. */
  readonly lists?: ReadonlyMap<Finding, object>;
}

/** Straight from the rules: every finding has the whole `also` of its rule. */
export interface FreshRun extends RuleRun {
  /** The observation of each finding. */
  readonly observed: ReadonlyMap<Finding, Observation>;
}

/** Collected results of one run. */
interface RunParts {
  readonly results: RuleResult[];
  readonly fixes: FixCandidate[];
  readonly observed: Map<Finding, Observation>;
  readonly lists: Map<Finding, object>;
  readonly mask: Masker;
}

/** Runs every applicable rule. A rule that throws is `failed` with the reason; it never counts as a pass. */
export function runRules(rules: readonly Rule[], input: RuleInput): FreshRun {
  const { target, facts, missing } = input;
  const mask = maskerFor(facts, input.secrets);
  const parts: RunParts = { results: [], fixes: [], observed: new Map(), lists: new Map(), mask };
  const { results, fixes, observed, lists } = parts;
  const reasons = new Map<readonly FactName[], string>();
  for (const planned of planRules(rules, input)) {
    const { id, unasked, lacking } = planned;
    if (unasked !== undefined && input.asked?.(id) === false) {
      results.push({ rule: id, target, verdict: "skipped", reason: unasked });
      continue;
    }
    if (lacking !== undefined) {
      let reason = reasons.get(lacking);
      if (reason === undefined) reasons.set(lacking, (reason = mask(reasonFor(lacking, missing))));
      results.push({ rule: id, target, verdict: "skipped", reason });
      continue;
    }
    try {
      runRule(planned, input, parts);
    } catch (error) {
      const reason = mask(reasonOf(error));
      results.push({ rule: id, target, verdict: "failed", reason });
    }
  }
  return {
    results,
    findings: [...observed.keys()].sort(inReportOrder),
    fixes: fixes.sort((a, b) => inReportOrder(a.finding, b.finding)),
    observed,
    lists,
  };
}

function runRule(planned: PlannedRule, input: RuleInput, parts: RunParts): void {
  const { target, facts } = input;
  const { results, fixes, observed, lists, mask } = parts;
  const ruleFacts = spokenTo(planned, facts);
  const iterator = planned.check(ruleFacts as Facts);
  const first = iterator.next();
  if (first.done === true) {
    const unjudged = typeof first.value === "string" ? first.value : unknownSpec(planned, ruleFacts);
    if (unjudged !== undefined) results.push({ rule: planned.id, target, verdict: "skipped", reason: mask(unjudged) });
    else if (planned.hearsay === undefined) results.push({ rule: planned.id, target, verdict: "clean" });
    else results.push({ rule: planned.id, target, verdict: "skipped", reason: planned.hearsay });
    return;
  }
  const { rule } = planned;
  const allObservations = [first.value, ...iterator.take(mostFindings)];
  const observations =
    input.asked?.(rule.id) === false ? allObservations.filter((one) => one.onRequest !== true) : allObservations;
  const isSilent = observations.length < allObservations.length;
  if (isSilent && rule.casesOnRequest !== undefined) {
    const { cases, reason } = rule.casesOnRequest;
    const skipped = onRequestReason(rule, `${cases}, as ${reason}`);
    results.push({ rule: rule.id, target, verdict: "skipped", reason: skipped });
  }
  if (observations.length > mostFindings) {
    observations.length = mostFindings;
    const reason = `it stopped at ${mostFindings.toLocaleString("en")} findings: what comes after them was not judged`;
    results.push({ rule: rule.id, target, verdict: "skipped", reason });
  }
  for (const { fix: offered, ...bare } of observations) {
    const fix = offered && fitted(settled(rule, offered, facts), facts.dockerfile);
    const observation = fix === undefined ? bare : { ...bare, fix };
    const finding = maskFinding(toFinding(rule, observation, input, mask), mask);
    observed.set(finding, observation);
    const list = observations.length > 1 ? listOf(observation, facts) : undefined;
    if (list !== undefined) lists.set(finding, list);
    if ("fix" in observation) fixes.push({ rule: rule.id, finding, fix: maskFix(observation.fix, mask) });
  }
  if (observations.length > 0) results.push({ rule: rule.id, target, verdict: "found" });
}

/** Our own errors need no class name. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A safe fix comes only from a rule that argues for it, and only for a text that is read as Docker reads it. */
function settled(rule: Rule, fix: Fix, { safeSteps }: Partial<Facts>): Fix {
  if (fix.applicability !== "safe") return fix;
  if (rule.fix !== "safe") throw new Error("offers a safe fix without saying why it is safe");
  const doubt = safeSteps?.foreign;
  return doubt === undefined ? fix : { ...fix, applicability: "proven", doubt };
}

/** A rule is given only containers that are written as it makes sense for. */
function spokenTo({ dialects }: PlannedRule, facts: Partial<Facts>): Partial<Facts> {
  const { containers } = facts;
  if (dialects === undefined || containers === undefined) return facts;
  if (containers.containers.every(({ dialect }) => dialects.includes(dialect))) return facts;
  const matchingContainers = containers.containers.filter(({ dialect }) => dialects.includes(dialect));
  return { ...facts, containers: { ...containers, containers: matchingContainers } };
}

/** Findings of one rule in one target. No file that someone wrote comes near it; each costs some 20 KB of memory until the report is written. */
const mostFindings = 1_000;

/** Why a rule that found nothing missing could not judge one of the containers. */
function unknownSpec({ wholeSpec }: PlannedRule, { containers }: Partial<Facts>): string | undefined {
  if (!wholeSpec) return undefined;
  const container = containers?.containers.find(({ unknown, fragment }) => unknown !== undefined && fragment !== true);
  if (container === undefined) return undefined;
  const { dialect, unknown } = container;
  const isLine = dialect === "docker" || dialect === "podman" || dialect === "nerdctl";
  return `needs ${isLine ? "the whole command line" : "all settings"}: ${unknown}`;
}

function toFinding(rule: Rule, observation: Observation, { target, facts }: RuleInput, mask: Masker): Finding {
  const { fix } = observation;
  const container = containerAt(facts.containers, observation.at);
  const location = locationOf(observation.at, facts);
  return {
    rule: rule.id,
    practice: practiceOf(rule.id),
    severity: severityIn(
      facts,
      rule,
      observation.severity ?? (isProvenOtherwise(rule, observation, facts) ? "warning" : rule.severity),
      {
        location,
        container,
        text: "file" in location ? textIn(location.file, facts) : undefined,
        isLogin: observation.about?.isLogin === true,
      },
    ),
    message: boundedText(observation.message),
    target,
    location,
    ...(container !== undefined && { container }),
    also: alsoOf(rule, facts),
    evidence: observation.evidence.map(boundedEvidence),
    ...(fix && { fix: { title: fix.title, applicability: fix.applicability, ...safeEdits(fix, facts, mask) } }),
    ...(observation.notFixed && { notFixed: observation.notFixed }),
  };
}

/** A flag can be as long as its file. */
function boundedEvidence(evidence: Evidence): Evidence {
  switch (evidence.kind) {
    case "source":
      return { ...evidence, text: boundedText(evidence.text) };
    case "setting":
      return { ...evidence, value: boundedText(evidence.value) };
    case "layer":
      return { ...evidence, createdBy: boundedText(evidence.createdBy) };
    case "reference":
      return { ...evidence, statement: boundedText(evidence.statement) };
    default:
      return evidence;
  }
}

/** Only what holds by construction can be made by whoever reads the report. */
function safeEdits(
  { applicability, edits }: Fix,
  facts: Partial<Facts>,
  mask: Masker,
): Pick<NonNullable<Finding["fix"]>, "edits" | "withheld"> {
  if (applicability !== "safe") return {};
  const source = textOf(facts);
  if (source === undefined || edits.some(({ file }) => file !== source.file)) return {};
  return reportedEdits(edits, () => source.text, mask);
}

/** Other tools have checks of their own for manifests. */
function alsoOf({ also, alsoKubernetes = also, needs }: Rule, { containers }: Partial<Facts>): readonly string[] {
  const ofContainers = needs.includes("containers") && containers?.dialects.includes("kubernetes") === true;
  return ofContainers ? alsoKubernetes : also;
}

/** Practice, then target, then place, then rule: equal inputs give equal bytes. */
export function inReportOrder(a: Finding, b: Finding): number {
  return (
    practices.indexOf(a.practice) - practices.indexOf(b.practice) ||
    compareText(a.target, b.target) ||
    comparePlace(a.location, b.location) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function comparePlace(a: Location, b: Location): number {
  if ("file" in a && "file" in b) {
    return compareText(a.file, b.file) || a.startLine - b.startLine || a.startColumn - b.startColumn;
  }
  if ("layer" in a && "layer" in b) return a.layer - b.layer || compareText(a.path, b.path);
  return compareText(JSON.stringify(a), JSON.stringify(b));
}
