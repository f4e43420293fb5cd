import { difference, isAlways, isNoWider, never, type Allowed } from "../../data/seccomp/seccomp-allowed.ts";
import { callsOf } from "../../data/seccomp/seccomp-floor.ts";
import type { SeccompArgument, SeccompProfile } from "../../domain/profile/seccomp.ts";
import { byKey } from "../../text/by-key.ts";

/** Calls that `after` allows and `before` did not, sorted by name: `bind`, or `socket with arg0 = 40`. */
export function addedCalls(before: SeccompProfile, after: SeccompProfile): string[] {
  const callsBefore = callsOf(before);
  return [...callsOf(after)]
    .filter(([name, allowed]) => !isNoWider(allowed, callsBefore.get(name) ?? never))
    .toSorted(byKey)
    .map(([name, allowed]) => {
      const had = callsBefore.get(name) ?? never;
      if (had.length === 0) return isAlways(allowed) ? name : `${name} with ${describeAllowed(allowed)}`;
      const addedConditions = difference(allowed, had);
      return addedConditions.length === 0
        ? `${name} with more arguments`
        : `${name} with ${describeAllowed(addedConditions)}`;
    });
}

/** `arg0 = 1 or 2`, `any arguments`. */
function describeAllowed(allowed: Allowed): string {
  if (isAlways(allowed)) return "any arguments";
  const single = allowed.every((together) => together.length === 1 && together[0]?.op === "SCMP_CMP_EQ");
  const [first] = allowed;
  if (single && new Set(allowed.map(([one]) => one?.index)).size === 1) {
    const values = allowed.map(([one]) => String(one?.value));
    const last = values.pop();
    return `arg${first?.[0]?.index} = ${values.length === 0 ? "" : `${values.join(", ")} or `}${last}`;
  }
  return allowed.map((together) => together.map(words).join(" and ")).join(" or ");
}

const signs: Readonly<Record<SeccompArgument["op"], string>> = {
  SCMP_CMP_EQ: "=",
  SCMP_CMP_NE: "!=",
  SCMP_CMP_LT: "<",
  SCMP_CMP_LE: "<=",
  SCMP_CMP_GT: ">",
  SCMP_CMP_GE: ">=",
  SCMP_CMP_MASKED_EQ: "&",
};

function words({ index, op, value, valueTwo = 0 }: SeccompArgument): string {
  if (op !== "SCMP_CMP_MASKED_EQ") return `arg${index} ${signs[op]} ${value}`;
  return `arg${index} & 0x${value.toString(16)} = 0x${valueTwo.toString(16)}`;
}
