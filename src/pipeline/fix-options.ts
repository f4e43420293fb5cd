import { Failure } from "../domain/failure.ts";
import type { Applicability } from "../domain/fix.ts";

export interface FixOptions {
  readonly write: boolean;
  /** Also fixes of class proven, after both versions were built, compared and run. */
  readonly proven: boolean;
  readonly suggested: boolean;
  readonly rule?: readonly string[];
  /** With `proven`: one build more for each rule, to say what its fixes are worth. */
  readonly measure: boolean;
}

/** Classes that were asked for. A suggestion changes what the file does, so its rule must be named. */
export function applicabilities({ proven, suggested, rule = [] }: FixOptions): Applicability[] {
  if (suggested && rule.length === 0) {
    throw new Failure("bad-usage", "--suggested needs --rule", {
      hint: "Name each rule whose suggestion you want: --suggested --rule limits/cpu-shares.",
    });
  }
  return ["safe", ...(proven ? (["proven"] as const) : []), ...(suggested ? (["suggested"] as const) : [])];
}
