import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/managers/package-call.ts";
import { argumentsOf, mountTargets } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { oncePer } from "../../text/once-per.ts";

/** A RUN with a layer in the image, with its calls of one package manager. */
export interface RunCalls {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly calls: readonly [PackageCall, ...PackageCall[]];
}

/** RUNs of the stages that the image is made of, in order, that call `manager`; ONBUILD triggers are not run in this build. */
export function shippedCalls(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  manager: string,
): readonly RunCalls[] {
  if (calls.length === 0) return [];
  return grouped(calls, dockerfile).get(manager) ?? [];
}

const grouped = oncePer(
  (calls: PackageCallsFact, dockerfile: DockerfileFact): ReadonlyMap<string, readonly RunCalls[]> => {
    const stages = new Map(targetChain(dockerfile).map((stage) => [stage.index, stage]));
    const runsByManager = new Map<
      string,
      { stage: Stage; instruction: Instruction; calls: [PackageCall, ...PackageCall[]] }[]
    >();
    for (const call of calls) {
      const stage = stages.get(call.stage);
      if (stage === undefined || call.instruction.onbuild) continue;
      const runs = runsByManager.get(call.manager) ?? [];
      runsByManager.set(call.manager, runs);
      const last = runs.at(-1);
      if (last?.instruction === call.instruction) last.calls.push(call);
      else runs.push({ stage, instruction: call.instruction, calls: [call] });
    }
    return runsByManager;
  },
);

/**
 * A cache or tmpfs mount whose target contains `fragment`, in any home directory, or is a home directory or its
 * `.cache`.
 */
export function isCacheMounted(instruction: Instruction, fragment: string): boolean {
  const parts = fragment.split("/");
  return mountTargets(instruction).some((target) => {
    const path = target.replace(/\/$/, "");
    if (path.includes(fragment) || /^\/(?:root|home\/[^/]+)$/.test(path)) return true;
    return parts.length > 1 && parts[0] !== undefined && path.endsWith(`/${parts[0]}`);
  });
}

/** The RUN deletes a matching path. */
export function removes({ commands = [] }: Instruction, path: RegExp): boolean {
  return commands.some(
    (command) =>
      (command.name === "rm" || command.name === "find") && argumentsOf(command).some(({ text }) => path.test(text)),
  );
}
