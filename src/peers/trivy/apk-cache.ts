import { bareArguments } from "../shared/bare-arguments.ts";
import { isPlain } from "../shared/is-plain.ts";
import { dockerfilePeer } from "../peer.ts";

/** It wants the verb first. */
export default dockerfilePeer({
  rules: ["cleanup/apk-cache"],
  ids: ["trivy/DS-0025"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (instruction.onbuild || call === undefined || !isPlain(dockerfile, call.command)) return false;
    const args = bareArguments(call.command);
    return !args.includes("--no-cache") && args.find((word) => !word.startsWith("-")) === "add";
  },
});
