import { bareArguments } from "../shared/bare-arguments.ts";
import { isPlain } from "../shared/is-plain.ts";
import { hasCommand, lineCommands } from "../shared/line-commands.ts";
import { dockerfilePeer } from "../peer.ts";

/** It wants the verb first. */
export default dockerfilePeer({
  rules: ["cleanup/apk-cache"],
  ids: ["trivy/DS-0025"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (instruction.onbuild || call === undefined) return false;
    const { json } = instruction;
    const seen = json ? hasCommand(lineCommands(json), call.command) : isPlain(dockerfile, call.command);
    if (!seen) return false;
    const args = bareArguments(call.command);
    return !args.includes("--no-cache") && args.find((word) => !word.startsWith("-")) === "add";
  },
});
