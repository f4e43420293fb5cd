import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text, each RUN as a whole; of an exec form, the first string. */
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
  (instruction.json?.[0] ?? textRead(dockerfile, instruction))
    .split("&&")
    .some((part) => /^\s*apk /.test(part) && part.includes(" add ") && !part.includes("--no-cache")),
);
