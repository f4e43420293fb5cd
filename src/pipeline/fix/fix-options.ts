import { Failure } from "../../domain/failure.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import { rules } from "../../rules/index.ts";

export interface FixOptions {
  readonly write: boolean;
  /** Also fixes of class proven, after both versions were built, compared and run. */
  readonly proven: boolean;
  /** Also suggested fixes, and without `proven` those of class proven, unbuilt; of the rules that are named. */
  readonly suggested: boolean;
  /** Rules by our id, or by another tool's: `cleanup/apt-lists`, `hadolint/DL3009`, `DL3009`. */
  readonly rule?: readonly string[];
  /** With `proven`: one build more for each rule, to say what its fixes are worth. */
  readonly measure: boolean;
}

/** Classes that were asked for. A suggestion changes what the file does, and nothing shows what an unbuilt fix does, so the rule must be named. */
export function applicabilities({ proven, suggested, rule = [] }: FixOptions): Applicability[] {
  if (suggested && rule.length === 0) {
    throw new Failure("bad-usage", "--suggested needs --rule", {
      hint: "Name each rule whose fixes you want: --suggested --rule limits/cpu-shares.",
    });
  }
  if (suggested) return ["safe", "proven", "suggested"];
  return proven ? ["safe", "proven"] : ["safe"];
}

/** Whether a rule that speaks only on request, wholly or in some cases, was named: to name it is to ask for it. */
export function namesOnRequest(options: Pick<FixOptions, "rule">): boolean {
  const named = namedRules(options);
  return rules.some(
    ({ id, onRequest, casesOnRequest }) =>
      (onRequest !== undefined || casesOnRequest !== undefined) && named?.has(id) === true,
  );
}

/** Ids of the rules that were named, undefined when none was: all. A name that no rule has is a mistake, not an empty answer. */
export function namedRules({ rule = [] }: Pick<FixOptions, "rule">): ReadonlySet<string> | undefined {
  if (rule.length === 0) return undefined;
  const found = rule.map((name) => {
    const ids = rules
      .filter(
        ({ id, also, alsoKubernetes = [] }) =>
          id === name || [...also, ...alsoKubernetes].some((peer) => peer === name || peer.endsWith(`/${name}`)),
      )
      .map(({ id }) => id);
    if (ids.length > 0) return ids;
    throw new Failure("bad-usage", `there is no rule ${name}`, { hint: "`hullproof rules` lists them all." });
  });
  return new Set(found.flat());
}
