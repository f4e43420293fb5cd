import type { Instruction, Stage } from "../dockerfile.ts";
import type { PackageCall } from "../package-calls.ts";
import type { Leftover } from "./leftover.ts";
import { useOfRun } from "./readers.ts";
import { doubtAt, type StageTrust } from "./trust.ts";

/** Why the container may want the leftover when it runs: what ENTRYPOINT, CMD and HEALTHCHECK start, those of the stages below included. */
export function runTimeUse(
  chain: readonly Stage[],
  leftover: Leftover,
  trust: StageTrust | undefined,
  calls: ReadonlyMap<Instruction, readonly PackageCall[]>,
): string | undefined {
  const own = chain.at(-1);
  if (trust === undefined || own === undefined) return "its stage is not known";
  const all = chain.flatMap(({ instructions }) => instructions).filter(({ onbuild }) => !onbuild);
  const last = (keyword: string): Instruction | undefined => all.findLast((one) => one.keyword === keyword);
  const entrypoint = last("ENTRYPOINT");
  const place = {
    folder: trust.folders.at(-1),
    doubt: (programs: readonly string[]) => doubtAt(trust, own.instructions.length, programs),
    atRunTime: true,
  };
  // What the base starts is not known where the base is not.
  if (leftover.kind === "index" && trust.base === undefined && (entrypoint === undefined || last("CMD") === undefined))
    return "what the base image starts is not known";
  for (const one of [entrypoint, last("CMD"), last("HEALTHCHECK")]) {
    if (one === undefined || one.args.trim() === "" || /^NONE$/i.test(one.args)) continue;
    if (leftover.paths.some((path) => one.args.includes(path))) return `${one.keyword} names the folder`;
    // Behind an ENTRYPOINT in exec form, CMD are its arguments.
    if (one.keyword === "CMD" && entrypoint?.json !== undefined && one.json !== undefined) continue;
    const use = useOfRun(one, leftover, { ...place, calls: calls.get(one) ?? [] });
    if (typeof use === "object") return `${one.keyword}: ${use.reads}`;
  }
  return undefined;
}
