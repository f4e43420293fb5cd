import { inBoth, isWithin, outside, type Condition } from "./seccomp-condition.ts";
import type { SeccompArgument } from "../../domain/profile/seccomp.ts";

/** Conditions that must all hold, at most one an argument, in order of the arguments. None: whatever the arguments. */
export type ArgumentConditions = readonly SeccompArgument[];

/** With which arguments a call is allowed: one of these must hold. Empty: never. */
export type Allowed = readonly ArgumentConditions[];

export const always: Allowed = [[]];
export const never: Allowed = [];

/** A call that would take more rules than this is refused for what is beyond. */
const mostRules = 256;

/** What one rule of a profile means to runc and crun: two conditions on one argument make a rule of each condition. */
export function allowedByRule(args: readonly SeccompArgument[]): Allowed {
  const indexes = args.map(({ index }) => index);
  if (new Set(indexes).size < indexes.length) return args.map((one) => [one]);
  return [args.toSorted((a, b) => a.index - b.index)];
}

export function isAlways(allowed: Allowed): boolean {
  return allowed.some((together) => together.length === 0);
}

/** Never more than either; all of both wherever single conditions can say it. */
export function intersection(a: Allowed, b: Allowed): Allowed {
  if (isAlways(a)) return tidy(b);
  if (isAlways(b)) return tidy(a);
  return tidy(a.flatMap((one) => b.flatMap((other) => bothTogether(one, other))));
}

export function union(a: Allowed, b: Allowed): Allowed {
  return tidy([...a, ...b]);
}

/** What is left of `allowed` when `refused` is taken away: never more than that. */
export function difference(allowed: Allowed, refused: Allowed): Allowed {
  return refused.reduce<Allowed>((remaining, conjunction) => {
    const complements = conjunction.flatMap(({ index, ...condition }) =>
      outside(condition).map((one): ArgumentConditions => [{ ...one, index }]),
    );
    return intersection(remaining, complements);
  }, allowed);
}

/** Whether `a` surely allows nothing that `b` does not. */
export function isNoWider(a: Allowed, b: Allowed): boolean {
  return a.every((one) => b.some((other) => covers(other, one)));
}

function bothTogether(a: ArgumentConditions, b: ArgumentConditions): ArgumentConditions[] {
  let conjunctions: ArgumentConditions[] = [[]];
  for (const index of [0, 1, 2, 3, 4, 5]) {
    const [left, right] = [a, b].map((list) => list.find((one) => one.index === index));
    const conditions = left !== undefined && right !== undefined ? inBoth(left, right) : [left ?? right];
    conjunctions = conjunctions.flatMap((partial) =>
      conditions.map((one) => (one === undefined ? partial : [...partial, at(index, one)])),
    );
  }
  return conjunctions;
}

function at(index: number, { op, value, valueTwo }: Condition): SeccompArgument {
  return { index, value, ...(valueTwo !== undefined && { valueTwo }), op };
}

/** `wide` holds whenever `narrow` does. */
function covers(wide: ArgumentConditions, narrow: ArgumentConditions): boolean {
  return wide.every((one) => narrow.some((other) => other.index === one.index && isWithin(other, one)));
}

/** Without those that another one covers. */
function tidy(allowed: Allowed): Allowed {
  const minimal: ArgumentConditions[] = [];
  for (const conjunction of allowed) {
    if (minimal.some((other) => covers(other, conjunction))) continue;
    minimal.splice(0, minimal.length, ...minimal.filter((other) => !covers(conjunction, other)), conjunction);
    if (minimal.length === mostRules) break;
  }
  return minimal;
}
