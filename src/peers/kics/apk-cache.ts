import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { bareArguments } from "../../facts/managers/package-steps.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";

/** It reads text, each RUN as a whole. */
export default dockerfilePeer({
  rules: ["cleanup/apk-cache"],
  ids: ["kics/apk_add_using_local_cache_path"],
  reports: ({ dockerfile, instruction, about: { call } }) =>
    !instruction.onbuild &&
    call !== undefined &&
    !bareArguments(call.command).includes("--no-cache") &&
    addsInText(instruction, dockerfile),
});

const addsInText = oncePer((instruction: Instruction, dockerfile: DockerfileFact) =>
  bodyLine(dockerfile, instruction)
    .split("&&")
    .some((part) => /^\s*apk /.test(part) && part.includes(" add ") && !part.includes("--no-cache")),
);
