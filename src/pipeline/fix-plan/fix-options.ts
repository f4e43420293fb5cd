import { Failure } from "../../domain/failure.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import { rules } from "../../rules/index.ts";

export interface FixOptions {
  readonly write: boolean;
  /** Also apply fixes of class proven, after building, comparing and running both versions. */
  readonly proven: boolean;
  /** Also apply suggested fixes, and without `proven` those of class proven, unbuilt; for selected rules. */
  readonly suggested: boolean;
  /** Rules by our id, or by another tool's: `cleanup/apt-lists`, `hadolint/DL3009`, `DL3009`. */
  readonly rule?: readonly string[];
  /** With `proven`: one more build per rule, to measure the effect of its fixes. */
  readonly measure: boolean;
}

/** Selected fix classes. A suggested fix changes behavior, and an unbuilt one has no evidence, so the rule must be named. */
export function applicabilities({ proven, suggested, rule = [] }: FixOptions): Applicability[] {
  if (suggested && rule.length === 0) {
    throw new Failure("bad-usage", "--suggested needs --rule", {
      hint: "Name each rule whose fixes you want: --suggested --rule limits/cpu-shares.",
    });
  }
  if (suggested) return ["safe", "proven", "suggested"];
  return proven ? ["safe", "proven"] : ["safe"];
}

/** Whether a rule that is off by default, fully or in some cases, is named: naming it enables it. */
export function namesOnRequest(options: Pick<FixOptions, "rule">): boolean {
  const selectedRules = namedRules(options);
  return rules.some(
    ({ id, onRequest, casesOnRequest }) =>
      (onRequest !== undefined || casesOnRequest !== undefined) && selectedRules?.has(id) === true,
  );
}

/** Ids of the named rules; undefined without names: all. An unknown name is an error, not an empty selection. */
export function namedRules({ rule = [] }: Pick<FixOptions, "rule">): ReadonlySet<string> | undefined {
  if (rule.length === 0) return undefined;
  const ruleIds = rule.map((name) => {
    const ids = rules
      .filter(
        ({ id, also, alsoKubernetes = [] }) =>
          id === name || [...also, ...alsoKubernetes].some((peer) => peer === name || peer.endsWith(`/${name}`)),
      )
      .map(({ id }) => id);
    if (ids.length > 0) return ids;
    throw new Failure("bad-usage", `there is no rule ${name}`, { hint: "`hullproof rules` lists them all." });
  });
  return new Set(ruleIds.flat());
}
