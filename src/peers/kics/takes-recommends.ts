import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { textCall } from "../shared/text-calls.ts";
import { textRead } from "./text-read.ts";

/** It searches each part between `&&` for the option, and the words of an exec form for its name in lower case. */
export function takesRecommends({ dockerfile, instruction, about: { call } }: InDockerfile): boolean {
  if (instruction.onbuild || call?.manager !== "apt-get") return false;
  if (instruction.json === undefined) return installsInText(instruction, dockerfile);
  if (instruction.execScript !== undefined) return false;
  return !bareArguments(call.command).some((word) => /::install-recommends=false/.test(word));
}

const installsInText = oncePer((instruction: Instruction, dockerfile: DockerfileFact): boolean =>
  textRead(dockerfile, instruction)
    .split("&&")
    .some((part) => textCall(part, "apt-get install") !== undefined && !part.includes("--no-install-recommends")),
);
