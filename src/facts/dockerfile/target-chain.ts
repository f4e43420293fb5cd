import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";
import { parentOf } from "./stage-tree.ts";
import { oncePer } from "../../text/once-per.ts";
import { launchersFor } from "../../data/launchers.ts";
import { saidText } from "./exec-form.ts";

/** The final stage and the stages it is built FROM, first the outermost base: their layers and settings end in the image. */
export const targetChain = oncePer((dockerfile: DockerfileFact) => chainTo(dockerfile, dockerfile.stages.at(-1)));

/** A stage and the stages that it is built FROM, first the outermost base. */
export function chainTo(dockerfile: DockerfileFact, target: Stage | undefined): readonly Stage[] {
  const chain: Stage[] = [];
  for (let stage = target; stage !== undefined; stage = parentOf(dockerfile, stage)) chain.push(stage);
  return chain.reverse();
}

/** Instructions of the chain in the order in which they shape the image. */
export function chainInstructions(chain: readonly Stage[]): readonly Instruction[] {
  return chain.flatMap((stage) => stage.instructions.filter((instruction) => !instruction.onbuild));
}

/** Programs with which an entrypoint drops root itself. */
const droppers = launchersFor("user");
const dropsRoot = new RegExp(`\\b(${droppers.join("|")})\\b`);

/** The image drops root at start, so that a USER could break it. */
export function dropsRootItself(chain: readonly Stage[]): boolean {
  return chainInstructions(chain).some((instruction) => {
    const text = saidText(instruction);
    return (
      droppers.some((name) => text.includes(name)) &&
      /^(RUN|CMD|ENTRYPOINT|ENV|COPY)$/.test(instruction.keyword) &&
      dropsRoot.test(text)
    );
  });
}

/** The USER in force at the end, if the chain sets one. */
export function lastUser(
  chain: readonly Stage[],
): { readonly stage: Stage; readonly instruction: Instruction } | undefined {
  for (const stage of chain.toReversed()) {
    const instruction = stage.instructions.findLast(({ keyword, onbuild }) => keyword === "USER" && !onbuild);
    if (instruction !== undefined) return { stage, instruction };
  }
  return undefined;
}
