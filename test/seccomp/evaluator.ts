import type { SeccompArgument, SeccompProfile, SeccompRule } from "../../src/domain/profile/seccomp.ts";

/**
 * What runc and crun make of a list, written from their sources and not from ours: rules of one call are ORed; the conditions of a rule
 * are ANDed, unless two of them look at one argument, which makes each a rule of its own. Numbers are unsigned, of 64 bits.
 */
export function allows(list: SeccompProfile, name: string, args: readonly bigint[]): boolean {
  const rules = list.syscalls.filter(({ names, action }) => action === "SCMP_ACT_ALLOW" && names.includes(name));
  return rules.some(({ args: conditions = [] }) => {
    const repeated = new Set(conditions.map(({ index }) => index)).size < conditions.length;
    if (conditions.length === 0) return true;
    return repeated
      ? conditions.some((one) => compare(one, args[one.index] ?? 0n))
      : conditions.every((one) => compare(one, args[one.index] ?? 0n));
  });
}

export function compare({ op, value, valueTwo = 0 }: Omit<SeccompArgument, "index">, number: bigint): boolean {
  const wanted = BigInt(value);
  switch (op) {
    case "SCMP_CMP_EQ":
      return number === wanted;
    case "SCMP_CMP_NE":
      return number !== wanted;
    case "SCMP_CMP_LT":
      return number < wanted;
    case "SCMP_CMP_LE":
      return number <= wanted;
    case "SCMP_CMP_GT":
      return number > wanted;
    case "SCMP_CMP_GE":
      return number >= wanted;
    case "SCMP_CMP_MASKED_EQ":
      return (number & wanted) === BigInt(valueTwo);
  }
}

/** A published rule, as the engine itself would read it: for comparing with what `resolveFloor` makes of it. */
export interface PlainRule {
  readonly names: readonly string[];
  readonly errno?: number;
  readonly args?: readonly SeccompArgument[];
  readonly caps?: readonly string[];
  readonly unlessCaps?: readonly string[];
  readonly arches?: readonly string[];
  readonly unlessArches?: readonly string[];
  readonly kernel?: string;
}

export interface Place {
  readonly capabilities: readonly string[];
  readonly architecture: string;
  readonly kernel: readonly [number, number] | undefined;
}

/** Whether a default profile surely allows a call: some rule allows it, and none refuses it. `looks` tells whether arguments matter. */
export function engine(rules: readonly PlainRule[], at: Place) {
  const inForce = rules.filter((rule) => isInForce(rule, at));
  const asLists = (refusing: boolean): Map<string, SeccompProfile> => {
    const lists = new Map<string, SeccompRule[]>();
    for (const { names, errno, args } of inForce)
      if ((errno !== undefined) === refusing)
        for (const name of names)
          lists.set(name, [
            ...(lists.get(name) ?? []),
            { names: [name], action: "SCMP_ACT_ALLOW", ...(args && { args }) },
          ]);
    return new Map(
      [...lists].map(([name, syscalls]) => [
        name,
        { defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 1, architectures: [], syscalls },
      ]),
    );
  };
  const [allowing, refusing] = [asLists(false), asLists(true)];
  return {
    looks: (name: string) =>
      [allowing, refusing].some((lists) => lists.get(name)?.syscalls.some(({ args = [] }) => args.length > 0) === true),
    allows(name: string, args: readonly bigint[]): boolean {
      const [yes, no] = [allowing.get(name), refusing.get(name)];
      return yes !== undefined && allows(yes, name, args) && !(no !== undefined && allows(no, name, args));
    },
  };
}

function isInForce(rule: PlainRule, at: Place): boolean {
  if (rule.caps?.some((one) => !at.capabilities.includes(one)) === true) return false;
  if (rule.unlessCaps?.some((one) => at.capabilities.includes(one)) === true) return false;
  if (rule.arches !== undefined && !rule.arches.includes(at.architecture)) return false;
  if (rule.unlessArches?.includes(at.architecture) === true) return false;
  if (rule.kernel === undefined) return true;
  const [major = 0, minor = 0] = rule.kernel.split(".").map(Number);
  // What is not known must not allow: a refusal is taken to be in force.
  if (at.kernel === undefined) return rule.errno !== undefined;
  return at.kernel[0] > major || (at.kernel[0] === major && at.kernel[1] >= minor);
}
