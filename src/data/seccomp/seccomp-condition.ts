import type { SeccompArgument } from "../../domain/profile/seccomp.ts";

/** A comparison without its argument number: a set of unsigned 64-bit numbers. */
export type Condition = Omit<SeccompArgument, "index">;

type Range = readonly [from: number, to: number];

const top = Number.POSITIVE_INFINITY;
/** Maximum size of a range that is listed as single values; a larger one that no comparison can express is left out. */
const mostValues = 64;
const all64 = 2n ** 64n - 1n;

/**
 * The intersection of two sets as comparisons, of which one must hold; a comparison that always holds is `undefined`.
 * Exact wherever comparisons of numbers up to 2^53 can express it, and never more than the intersection.
 */
export function inBoth(a: Condition, b: Condition): readonly (Condition | undefined)[] {
  const [left, right] = [rangesOf(a), rangesOf(b)];
  if (left !== undefined && right !== undefined) {
    return left.flatMap((leftRange) =>
      right.flatMap((other) => conditionsOfRange([Math.max(leftRange[0], other[0]), Math.min(leftRange[1], other[1])])),
    );
  }
  if (left === undefined && right === undefined) return bothMasked(a, b);
  return left === undefined ? maskedWithin(a, right ?? []) : maskedWithin(b, left);
}

/** The complement of the set. Exact. */
export function outside(condition: Condition): readonly Condition[] {
  const { op, value } = condition;
  switch (op) {
    case "SCMP_CMP_EQ":
      return [{ op: "SCMP_CMP_NE", value }];
    case "SCMP_CMP_NE":
      return [{ op: "SCMP_CMP_EQ", value }];
    case "SCMP_CMP_LT":
      return [{ op: "SCMP_CMP_GE", value }];
    case "SCMP_CMP_LE":
      return [{ op: "SCMP_CMP_GT", value }];
    case "SCMP_CMP_GT":
      return [{ op: "SCMP_CMP_LE", value }];
    case "SCMP_CMP_GE":
      return [{ op: "SCMP_CMP_LT", value }];
    case "SCMP_CMP_MASKED_EQ":
      return bitsOf(BigInt(value)).map((bit) => {
        const isSet = (BigInt(condition.valueTwo ?? 0) & bit) !== 0n;
        return { op, value: Number(bit), valueTwo: isSet ? 0 : Number(bit) };
      });
  }
}

/** Whether every number of `a` is certainly in `b`. */
export function isWithin(a: Condition, b: Condition): boolean {
  if (a.op === b.op && a.value === b.value && (a.valueTwo ?? 0) === (b.valueTwo ?? 0)) return true;
  const [left, right] = [rangesOf(a), rangesOf(b)];
  if (left !== undefined && right !== undefined)
    return left.every(([from, to]) => from > to || right.some((range) => range[0] <= from && to <= range[1]));
  if (left !== undefined) return left.every(([from, to]) => from === to && matches(b, from));
  if (right !== undefined) return right.some(([from, to]) => from <= (a.valueTwo ?? 0) && to === top);
  const [mask, maskedValue] = [BigInt(b.value), BigInt(b.valueTwo ?? 0)];
  return (BigInt(a.value) & mask) === mask && (BigInt(a.valueTwo ?? 0) & mask) === maskedValue;
}

/** Undefined for a mask. Nothing is below 0 or above `top`. */
function rangesOf({ op, value }: Condition): readonly Range[] | undefined {
  switch (op) {
    case "SCMP_CMP_EQ":
      return [[value, value]];
    case "SCMP_CMP_NE":
      return [
        [0, value - 1],
        [value + 1, top],
      ];
    case "SCMP_CMP_LT":
      return [[0, value - 1]];
    case "SCMP_CMP_LE":
      return [[0, value]];
    case "SCMP_CMP_GT":
      return [[value + 1, top]];
    case "SCMP_CMP_GE":
      return [[value, top]];
    case "SCMP_CMP_MASKED_EQ":
      return undefined;
  }
}

function conditionsOfRange([from, to]: Range): readonly (Condition | undefined)[] {
  if (from > to || from > Number.MAX_SAFE_INTEGER) return [];
  if (from === 0 && to === top) return [undefined];
  if (from === to) return [{ op: "SCMP_CMP_EQ", value: from }];
  if (from === 0) return [{ op: "SCMP_CMP_LE", value: to }];
  if (to === top) return [{ op: "SCMP_CMP_GE", value: from }];
  if (to - from >= mostValues) return [];
  return Array.from({ length: to - from + 1 }, (_, at): Condition => ({ op: "SCMP_CMP_EQ", value: from + at }));
}

function bothMasked(a: Condition, b: Condition): readonly Condition[] {
  const [left, right] = [a, b].map(({ value, valueTwo = 0 }) => [BigInt(value), BigInt(valueTwo)] as const) as [
    readonly [bigint, bigint],
    readonly [bigint, bigint],
  ];
  const common = left[0] & right[0];
  // The mask requires bits that it does not compare: no number matches.
  if ((left[1] & ~left[0] & all64) !== 0n || (right[1] & ~right[0] & all64) !== 0n) return [];
  if ((left[1] & common) !== (right[1] & common)) return [];
  return [{ op: "SCMP_CMP_MASKED_EQ", value: Number(left[0] | right[0]), valueTwo: Number(left[1] | right[1]) }];
}

function maskedWithin(masked: Condition, ranges: readonly Range[]): readonly Condition[] {
  const minValue = masked.valueTwo ?? 0;
  return ranges.flatMap(([from, to]): Condition[] => {
    if (to === top && from <= minValue) return [masked];
    if (from > to || to - from >= mostValues) return [];
    return Array.from({ length: to - from + 1 }, (_, at) => from + at)
      .filter((value) => matches(masked, value))
      .map((value) => ({ op: "SCMP_CMP_EQ", value }));
  });
}

/** Applies to a mask only. */
function matches({ value, valueTwo = 0 }: Condition, number: number): boolean {
  return (BigInt(number) & BigInt(value)) === BigInt(valueTwo);
}

function bitsOf(mask: bigint): bigint[] {
  return Array.from({ length: 64 }, (_, at) => 1n << BigInt(at)).filter((bit) => (mask & bit) !== 0n);
}
