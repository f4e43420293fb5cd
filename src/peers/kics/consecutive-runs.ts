import { lineOf } from "../../rules/shared/evidence.ts";
import { dockerfilePeer } from "../peer.ts";

/** It goes by lines that follow each other, in the last stage. */
export default dockerfilePeer({
  rules: ["layers/consecutive-runs"],
  ids: ["kics/multiple_run_add_copy_instructions_listed"],
  reports({ dockerfile, stage, instruction }) {
    const before = stage?.instructions[stage.instructions.indexOf(instruction) - 1];
    if (stage?.final !== true || before === undefined) return false;
    if (![before, instruction].every(({ keyword, onbuild }) => keyword === "RUN" && !onbuild)) return false;
    return lineOf(dockerfile, instruction.span) - lineOf(dockerfile, before.span) === 1;
  },
});
