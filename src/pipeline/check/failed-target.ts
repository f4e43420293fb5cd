import type { Dialect } from "../../domain/container-spec/written-container.ts";
import { Failure } from "../../domain/failure.ts";
import { hostFailure } from "../../domain/host-failure.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import type { TargetKind } from "../../domain/report/report.ts";
import { rules } from "../../rules/index.ts";
import { readsImage, type FactName } from "../../rules/needs.ts";
import type { Rule } from "../../rules/rule.ts";
import type { Context } from "../context.ts";
import type { Checked } from "./checked.ts";
import type { Found } from "./targets.ts";

const needing = (fact: FactName) => (rule: Rule) => rule.needs.includes(fact);

const speaksOf =
  (...dialects: readonly Dialect[]) =>
  (rule: Rule) =>
    rule.needs.includes("containers") && (rule.dialects?.some((one) => dialects.includes(one)) ?? true);

const judges: Readonly<Record<TargetKind, (rule: Rule) => boolean>> = {
  dockerfile: needing("dockerfile"),
  document: (rule) => rule.needs.includes("runLines") || speaksOf("docker", "podman", "nerdctl")(rule),
  compose: (rule) => rule.needs.includes("composeRefusals") || speaksOf("compose")(rule),
  kubernetes: (rule) =>
    rule.needs.some((need) => need === "pods" || need === "objects" || need === "manifestProblems") ||
    speaksOf("kubernetes")(rule),
  quadlet: (rule) => rule.needs.includes("quadletRefusals") || speaksOf("quadlet")(rule),
  image: readsImage,
  config: needing("ignores"),
  container: speaksOf("engine"),
  engine: needing("engine"),
  sbom: readsImage,
};

/** The rules that read such a target. */
export function judgesOf(kind: TargetKind): readonly RuleId[] {
  return rules.filter(judges[kind]).map(({ id }) => id);
}

/** A target that could not be judged: every rule that would have read it has failed, with the reason. */
export function failedTarget(found: Found, error: unknown, context: Pick<Context, "env">): Checked {
  const [id, kind] =
    found.kind === "image"
      ? [found.ref, "image" as const]
      : [found.path, found.kind === "archive" ? ("image" as const) : found.kind];
  return failed(id, kind, reasonOf(id, error, context));
}

function failed(id: string, kind: TargetKind, reason: string): Checked {
  const results = judgesOf(kind).map((rule) => ({ rule, target: id, verdict: "failed" as const, reason }));
  return { target: { id, kind, name: id }, run: { results, findings: [], fixes: [] } };
}

/** Short; where a bug is, only those see who ask for it. */
export function reasonOf(name: string, error: unknown, { env }: Pick<Context, "env">): string {
  const ofHost = error instanceof Failure ? undefined : hostFailure(error);
  if (ofHost !== undefined) return reasonOf(name, ofHost, {});
  const { message = String(error), stack } = error as Partial<Error>;
  const told = message.includes(name) ? message : `${name}: ${message}`;
  if (error instanceof Failure) return told;
  if (env?.["HULLPROOF_DEBUG"]) return `${name}: ${stack ?? message}`;
  if (isTooDeep(error)) return `${name} is nested too deeply to be read`;
  return `${name}: hullproof broke on it (${message}); this is a bug, HULLPROOF_DEBUG=1 shows where`;
}

/** V8's answer to recursion that follows the nesting of a text. */
function isTooDeep(error: unknown): boolean {
  const { name, message = "" } = error as Partial<Error>;
  return name === "RangeError" && message.startsWith("Maximum call stack");
}
