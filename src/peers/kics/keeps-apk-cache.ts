import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { textRead } from "./text-read.ts";

export function keepsApkCache({ dockerfile, instruction, about: { call } }: InDockerfile): boolean {
  return (
    !instruction.onbuild &&
    call !== undefined &&
    !bareArguments(call.command).includes("--no-cache") &&
    addsInText(instruction, dockerfile)
  );
}

/** Each RUN as a whole; of an exec form, the first string. */
const addsInText = oncePer((instruction: Instruction, dockerfile: DockerfileFact) =>
  (instruction.json?.[0] ?? textRead(dockerfile, instruction))
    .split("&&")
    .some((part) => /^\s*apk /.test(part) && part.includes(" add ") && !part.includes("--no-cache")),
);
