import { insertAfter, insertBefore } from "../../edits/edit.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";

/** USER as the last step that is no start: nothing in the build runs as that user. */
export function addUser(dockerfile: DockerfileFact, stage: Stage, user: string): Fix {
  const start = startOfStart(stage);
  const edit =
    start === undefined
      ? insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, `USER ${user}`)
      : insertBefore(dockerfile, start, `USER ${user}`);
  return { title: `run as ${user}`, applicability: "proven", edits: [edit], delta: ["config: User"] };
}

/** The first of the CMD and ENTRYPOINT that close the stage; nothing after it works on files, which USER would change. */
function startOfStart({ instructions }: Stage): Instruction | undefined {
  const lastWork = instructions.findLastIndex(({ keyword }) => /^(RUN|COPY|ADD|WORKDIR|USER)$/.test(keyword));
  return instructions
    .slice(lastWork + 1)
    .find(({ keyword, onbuild }) => /^(CMD|ENTRYPOINT)$/.test(keyword) && !onbuild);
}
