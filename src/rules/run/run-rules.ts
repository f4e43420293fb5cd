import { Failure } from "../../domain/failure.ts";
import type { Dialect } from "../../domain/container-spec/written-container.ts";
import {
  severities,
  type Evidence,
  type Finding,
  type Location,
  type RuleResult,
} from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { Fix, PlacedEdit } from "../../domain/finding/fix.ts";
import { practices, type RuleId } from "../../domain/finding/practice.ts";
import { locate } from "../../text/locate.ts";
import { practiceOf } from "../../text/practice-of.ts";
import { factTitle, type FactName, type Facts } from "../needs.ts";
import { containerAt } from "./container-at.ts";
import { boundedText } from "../../text/bounded-text.ts";
import { fitted } from "./fitted.ts";
import { listOf } from "./list-of.ts";
import type { Rule } from "../rule.ts";
import { compareText } from "../../text/compare-text.ts";

/** What is known of one target, and why the rest is not. A rule that asks for a fact in neither does not apply to it. */
export interface RuleInput {
  /** Id of the target in the report. */
  readonly target: string;
  readonly facts: Partial<Facts>;
  readonly missing?: Partial<Record<FactName, string>>;
  /** What the target is written in, where its containers are not known. */
  readonly dialects?: readonly Dialect[];
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
  /** What each finding was made of. */
  readonly observed: ReadonlyMap<Finding, Observation>;
}

/** Facts that a program of the target mentioned itself: what it admits is a finding, what it leaves out is no pass. */
const ownWord: Partial<Record<FactName, string>> = {
  updates:
    "according to the image there is nothing; its own package manager says so, which another one could not confirm",
};

/** Runs every rule that applies. A rule that throws is `failed` and says why; it never looks like a pass. */
export function runRules(rules: readonly Rule[], input: RuleInput): FreshRun {
  const { target, facts, missing } = input;
  const results: RuleResult[] = [];
  const fixes: FixCandidate[] = [];
  const observed = new Map<Finding, Observation>();
  const lists = new Map<Finding, object>();
  for (const rule of rules) {
    if (!applies(rule, input)) continue;
    if (rule.onRequest !== undefined && input.asked?.(rule.id) === false) {
      const reason = `on request: ${rule.onRequest}; ask with --all, or \`rules: { ${rule.id}: ${rule.severity} }\` in hullproof.yaml`;
      results.push({ rule: rule.id, target, verdict: "skipped", reason });
      continue;
    }
    if (lacksFact(rule, facts)) {
      const lacking = rule.needs.filter((need) => facts[need] === undefined);
      results.push({ rule: rule.id, target, verdict: "skipped", reason: reasonFor(lacking, missing) });
      continue;
    }
    try {
      const { found, unjudged } = judge(rule, spokenTo(rule, facts) as Facts);
      for (const { fix: offered, ...bare } of found) {
        const fix = offered && fitted(settled(rule, offered, facts), facts.dockerfile);
        const observation = fix === undefined ? bare : { ...bare, fix };
        const finding = toFinding(rule, observation, input);
        observed.set(finding, observation);
        const list = found.length > 1 ? listOf(observation, facts) : undefined;
        if (list !== undefined) lists.set(finding, list);
        if ("fix" in observation) fixes.push({ rule: rule.id, finding, fix: observation.fix });
      }
      if (found.length > 0) results.push({ rule: rule.id, target, verdict: "found" });
      else if (unjudged !== undefined) results.push({ rule: rule.id, target, verdict: "skipped", reason: unjudged });
      else {
        const hearsay = rule.needs.map((need) => ownWord[need]).find((reason) => reason !== undefined);
        if (hearsay === undefined) results.push({ rule: rule.id, target, verdict: "clean" });
        else results.push({ rule: rule.id, target, verdict: "skipped", reason: hearsay });
      }
    } catch (error) {
      const reason = reasonOf(error);
      results.push({ rule: rule.id, target, verdict: "failed", reason });
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

/** What we say ourselves needs no class before it. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A safe fix comes only from a rule that argues for it, and only for a text that is read as Docker reads it. */
function settled(rule: Rule, fix: Fix, { later }: Partial<Facts>): Fix {
  if (fix.applicability !== "safe") return fix;
  if (rule.fix !== "safe") throw new Error("offers a safe fix without saying why it is safe");
  return later?.foreign === undefined ? fix : { ...fix, applicability: "proven" };
}

function applies({ needs, dialects }: Rule, { facts, missing, dialects: written }: RuleInput): boolean {
  for (const need of needs) if (!(need in facts) && missing?.[need] === undefined) return false;
  const own = facts.containers?.dialects ?? written;
  return dialects === undefined || own === undefined || own.some((one) => dialects.includes(one));
}

/** A rule is given only containers that are written as it makes sense for. */
function spokenTo({ dialects }: Rule, facts: Partial<Facts>): Partial<Facts> {
  const { containers } = facts;
  if (dialects === undefined || containers === undefined) return facts;
  if (containers.containers.every(({ dialect }) => dialects.includes(dialect))) return facts;
  const own = containers.containers.filter(({ dialect }) => dialects.includes(dialect));
  return { ...facts, containers: { ...containers, containers: own } };
}

function lacksFact({ needs }: Rule, facts: Partial<Facts>): boolean {
  for (const need of needs) if (facts[need] === undefined) return true;
  return false;
}

interface Judged {
  readonly found: readonly Observation[];
  readonly unjudged?: string;
}

// What most rules say of most files.
const nothing: Judged = { found: [] };

function judge(rule: Rule, facts: Facts): Judged {
  const observations = rule.check(facts);
  const first = observations.next();
  if (first.done === true) return typeof first.value === "string" ? { found: [], unjudged: first.value } : nothing;
  return { found: [first.value, ...observations] };
}

/** `image and updates: not built here`: a reason that several facts share is said once. */
function reasonFor(lacking: readonly FactName[], missing: RuleInput["missing"]): string {
  const names = Map.groupBy(lacking, (need) => missing?.[need] ?? "not known");
  return [...names]
    .map(([reason, needs]) => `${[...new Set(needs.map(factTitle))].join(" and ")}: ${reason}`)
    .join("; ");
}

function toFinding(rule: Rule, observation: Observation, { target, facts }: RuleInput): Finding {
  const { fix } = observation;
  const container = containerAt(facts.containers, observation.at);
  return {
    rule: rule.id,
    practice: practiceOf(rule.id),
    severity: observation.severity ?? rule.severity,
    message: boundedText(observation.message),
    target,
    location: toLocation(observation.at, facts),
    ...(container !== undefined && { container }),
    also: alsoOf(rule, facts),
    evidence: observation.evidence.map(boundedEvidence),
    ...(fix && { fix: { title: fix.title, applicability: fix.applicability, ...safeEdits(fix, facts) } }),
    ...(observation.notFixed && { notFixed: observation.notFixed }),
  };
}

/** A flag can be as long as its file. */
function boundedEvidence(evidence: Evidence): Evidence {
  switch (evidence.kind) {
    case "source":
      return withText(evidence, "text");
    case "setting":
      return withText(evidence, "value");
    case "layer":
      return withText(evidence, "createdBy");
    case "reference":
      return withText(evidence, "statement");
    default:
      return evidence;
  }
}

function withText<Key extends string, One extends Readonly<Record<Key, string>>>(one: One, key: Key): One {
  const text = boundedText(one[key]);
  return text === one[key] ? one : { ...one, [key]: text };
}

/** Only what holds by construction can be made by whoever reads the report. */
function safeEdits({ applicability, edits }: Fix, facts: Partial<Facts>): { readonly edits?: readonly PlacedEdit[] } {
  if (applicability !== "safe") return {};
  const source = textOf(facts);
  if (source === undefined || edits.some(({ file }) => file !== source.file)) return {};
  return { edits: edits.map(({ file, span, text }) => ({ ...locate(file, source.text, span), text })) };
}

/** Other tools have checks of their own for manifests. */
function alsoOf({ also, alsoKubernetes = also, needs }: Rule, { containers }: Partial<Facts>): readonly string[] {
  const ofContainers = needs.includes("containers") && containers?.dialects.includes("kubernetes") === true;
  return ofContainers ? alsoKubernetes : also;
}

function toLocation(at: Observation["at"], facts: Partial<Facts>): Location {
  if ("span" in at) {
    const manifest = facts.manifestProblems ?? facts.objects;
    const text = facts.containers?.texts.get(at.file) ?? (manifest?.file === at.file ? manifest.text : undefined);
    if (text === undefined) throw new Error(`a rule gave a span of ${at.file}, whose text is not known`);
    return locate(at.file, text, at.span);
  }
  if (!("start" in at)) return at;
  const source = textOf(facts);
  if (source === undefined) throw new Error("a rule gave a span, but the target has no text");
  return locate(source.file, source.text, at);
}

/** The one text that spans without a file are of. */
function textOf(facts: Partial<Facts>) {
  const { dockerfile, runLines, ignores, refusals, composeRefusals, quadletRefusals } = facts;
  return dockerfile ?? runLines ?? ignores ?? refusals ?? composeRefusals ?? quadletRefusals;
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
