import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { lastUser, targetChain } from "../../facts/dockerfile/target-chain.ts";
import type { InDockerfile } from "../peer.ts";

// What several tools ask of an instruction.

/** Of tools that look at the last stage alone, or at the image that is made of it. */
export function inFinalStage({ stage }: Pick<InDockerfile, "stage">): boolean {
  return stage?.final === true;
}

/** Of tools that look at the finished image: the stage is in it. */
export function inFinishedImage({ dockerfile, stage }: InDockerfile): boolean {
  return targetChain(dockerfile).some((one) => one === stage);
}

/** Of tools that look at the finished image: the USER is what it starts with. */
export function isStartUser({ dockerfile, instruction }: InDockerfile): boolean {
  return lastUser(targetChain(dockerfile))?.instruction === instruction;
}

/** The last USER of the whole file, whatever its stage is for. */
export function isLastUserOfFile({ dockerfile, instruction }: InDockerfile): boolean {
  return ofKeyword(dockerfile, "USER").at(-1)?.instruction === instruction;
}

/** Of tools that accept such an instruction in any stage. */
export function noneInFile(keyword: string) {
  return ({ dockerfile }: InDockerfile): boolean => ofKeyword(dockerfile, keyword).length === 0;
}

export function hasKeyword(keyword: string) {
  return ({ instruction }: InDockerfile): boolean => instruction.keyword === keyword;
}

/** Of tools that report the download of an ADD, and none of a RUN. */
export function downloadsByAdd({ instruction: { keyword, onbuild, args } }: InDockerfile): boolean {
  return keyword === "ADD" && !onbuild && args.includes("http");
}

/** The port as written begins with the number, and no host stands before it. */
export function isPlainPort({ about: { port } }: InDockerfile): boolean {
  return port !== undefined && /^[\d/a-z$-]+$/i.test(port.word.text) && port.host === "" && /^\d/.test(port.word.text);
}

/** Of tools that read the port as written, and know no range. */
export function isSinglePort(input: InDockerfile): boolean {
  return isPlainPort(input) && input.about.port?.port.includes("-") === false;
}

/** The word that a finding is at. */
export function wordAt({ instruction, at }: InDockerfile): string {
  return instruction.words.find(({ span }) => span.start === at.start)?.text ?? "";
}
