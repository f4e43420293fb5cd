import { inBoth, isWithin, outside, type Condition } from "./seccomp-condition.ts";
import type { SeccompArgument } from "../../domain/profile/seccomp.ts";

/** Conditions that must all hold, at most one per argument, in the order of the arguments. Empty: any arguments. */
export type ArgumentConditions = readonly SeccompArgument[];

/** The arguments with which a syscall is allowed: one of these must hold. Empty: never. */
export type Allowed = readonly ArgumentConditions[];

export const always: Allowed = [[]];
export const never: Allowed = [];

/** A syscall that would need more rules is refused for the remaining arguments. */
const mostRules = 256;

/** A profile rule as runc and crun interpret it: two conditions on one argument become one rule each. */
export function allowedByRule(args: readonly SeccompArgument[]): Allowed {
  const indexes = args.map(({ index }) => index);
  if (new Set(indexes).size < indexes.length) return args.map((one) => [one]);
  return [args.toSorted((a, b) => a.index - b.index)];
}

export function isAlways(allowed: Allowed): boolean {
  return allowed.some((together) => together.length === 0);
}

/** Never more than either; exact wherever single conditions can express it. */
export function intersection(a: Allowed, b: Allowed): Allowed {
  if (isAlways(a)) return tidy(b);
  if (isAlways(b)) return tidy(a);
  return tidy(a.flatMap((one) => b.flatMap((other) => bothTogether(one, other))));
}

export function union(a: Allowed, b: Allowed): Allowed {
  return tidy([...a, ...b]);
}

/** The part of `allowed` outside `refused`, or less: never more. */
export function difference(allowed: Allowed, refused: Allowed): Allowed {
  return refused.reduce<Allowed>((remaining, conjunction) => {
    const complements = conjunction.flatMap(({ index, ...condition }) =>
      outside(condition).map((one): ArgumentConditions => [{ ...one, index }]),
    );
    return intersection(remaining, complements);
  }, allowed);
}

/** Whether `a` certainly allows no more than `b`. */
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

/** Whether `wide` holds whenever `narrow` does. */
function covers(wide: ArgumentConditions, narrow: ArgumentConditions): boolean {
  return wide.every((one) => narrow.some((other) => other.index === one.index && isWithin(other, one)));
}

/** Removes conditions that another one covers. */
function tidy(allowed: Allowed): Allowed {
  const minimal: ArgumentConditions[] = [];
  for (const conjunction of allowed) {
    if (minimal.some((other) => covers(other, conjunction))) continue;
    minimal.splice(0, minimal.length, ...minimal.filter((other) => !covers(conjunction, other)), conjunction);
    if (minimal.length === mostRules) break;
  }
  return minimal;
}
