import type { Dialect } from "../../domain/container/container-spec.ts";
import { textDialects } from "../../domain/container/text-dialects.ts";
import { Failure } from "../../domain/failure.ts";
import { hostFailure } from "../../domain/host-failure.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import type { TargetKind } from "../../domain/report/report.ts";
import { rules } from "../../rules/index.ts";
import { readsImage, type FactName } from "../../rules/needs.ts";
import type { Rule } from "../../rules/rule.ts";
import type { Context } from "../context.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { CheckTarget } from "../targets/targets.ts";

const factsByTargetKind = (fact: FactName) => (rule: Rule) => rule.needs.includes(fact);

const appliesTo =
  (...dialects: readonly Dialect[]) =>
  (rule: Rule) =>
    rule.needs.includes("containers") && (rule.dialects?.some((dialect) => dialects.includes(dialect)) ?? true);

const judges: Readonly<Partial<Record<TargetKind, (rule: Rule) => boolean>>> = {
  dockerfile: factsByTargetKind("dockerfile"),
  document: (rule) => rule.needs.includes("runLines") || appliesTo("docker", "podman", "nerdctl")(rule),
  compose: (rule) => rule.needs.includes("composeRefusals") || appliesTo("compose")(rule),
  kubernetes: (rule) =>
    rule.needs.some((need) => need === "pods" || need === "objects" || need === "manifestProblems") ||
    appliesTo("kubernetes")(rule),
  quadlet: (rule) => rule.needs.includes("quadletRefusals") || appliesTo("quadlet")(rule),
  image: readsImage,
  config: factsByTargetKind("ignores"),
  container: appliesTo("engine"),
  engine: factsByTargetKind("engine"),
  sbom: readsImage,
};

/** Rules that read this kind of target. */
export function rulesForKind(kind: TargetKind): readonly RuleId[] {
  return rules.filter(judges[kind] ?? appliesTo(...textDialects.filter((name) => name === kind))).map(({ id }) => id);
}

/** The result of a target that could not be evaluated: every rule that reads it has failed, with the reason. */
export function failedTarget(target: CheckTarget, error: unknown, context: Pick<Context, "env">): TargetResult {
  const [id, kind] =
    target.kind === "image"
      ? [target.ref, "image" as const]
      : [target.path, target.kind === "archive" ? ("image" as const) : target.kind];
  return failedResult(id, kind, reasonOf(id, error, context));
}

function failedResult(id: string, kind: TargetKind, reason: string): TargetResult {
  const results = rulesForKind(kind).map((rule) => ({ rule, target: id, verdict: "failed" as const, reason }));
  return { target: { id, kind, name: id }, run: { results, findings: [], fixes: [] } };
}

/** A short reason; the location of a bug only with HULLPROOF_DEBUG. */
export function reasonOf(name: string, error: unknown, { env }: Pick<Context, "env">): string {
  const ofHost = error instanceof Failure ? undefined : hostFailure(error);
  if (ofHost !== undefined) return reasonOf(name, ofHost, {});
  const { message = String(error), stack } = error as Partial<Error>;
  const fullMessage = message.includes(name) ? message : `${name}: ${message}`;
  if (error instanceof Failure) return fullMessage;
  if (env?.["HULLPROOF_DEBUG"]) return `${name}: ${stack ?? message}`;
  if (isTooDeep(error)) return `${name} is nested too deeply to be read`;
  return `${name}: hullproof broke on it (${message}); this is a bug, HULLPROOF_DEBUG=1 shows where`;
}

/** V8's error for recursion over a deeply nested text. */
function isTooDeep(error: unknown): boolean {
  const { name, message = "" } = error as Partial<Error>;
  return name === "RangeError" && message.startsWith("Maximum call stack");
}
