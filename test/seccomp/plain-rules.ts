import { readRules, type PublishedDefault } from "../../src/data/default-seccomp/published.ts";
import type { SeccompArgument } from "../../src/domain/profile/seccomp.ts";
import type { PlainRule } from "./evaluator.ts";

/** Read apart from src: a mistake there is not made here as well. */
export function plainRules({ rules }: PublishedDefault, profile: number): PlainRule[] {
  return readRules(rules)
    .filter(({ in: ranges }) => ranges === undefined || expand(ranges).includes(profile))
    .map(({ names, errno, args, caps, unlessCaps, arches, unlessArches, kernel }) => ({
      names: names.split(" "),
      ...(errno !== undefined && { errno }),
      ...(args !== undefined && { args: args.split(", ").map(argument) }),
      ...(caps !== undefined && { caps: caps.split(" ") }),
      ...(unlessCaps !== undefined && { unlessCaps: unlessCaps.split(" ") }),
      ...(arches !== undefined && { arches: arches.split(" ") }),
      ...(unlessArches !== undefined && { unlessArches: unlessArches.split(" ") }),
      ...(kernel !== undefined && { kernel }),
    }));
}
const expand = (ranges: string) =>
  ranges.split(" ").flatMap((one) => {
    const [from = 0, to = from] = one.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
function argument(text: string): SeccompArgument {
  const [index, op, value, two] = text.split(" ");
  const all = { index: Number(index), value: Number(value), op: `SCMP_CMP_${op}` as SeccompArgument["op"] };
  return two === undefined ? all : { ...all, valueTwo: Number(two) };
}
