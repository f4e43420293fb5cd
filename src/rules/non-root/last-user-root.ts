import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { ofKeyword, type StageInstruction } from "../../facts/dockerfile/by-keyword.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { dropsRootItself, lastUser, targetChain } from "../../facts/dockerfile/target-chain.ts";
import { addUser } from "./add-user.ts";
import { isRoot } from "../../facts/dockerfile/user-word.ts";
import { stageTree, type StageTree } from "../../facts/dockerfile/stage-tree.ts";
import { isUser } from "./is-user.ts";

export default defineRule({
  id: "non-root/last-user-root",
  title: "Last USER is root",
  why: "The last USER is the one the container starts with. Going back to root to install something is fine in a build, but it has to be followed by the unprivileged user again.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [
    "hadolint/DL3002",
    "hadolint/DL3066",
    "checkov/CKV_DOCKER_8",
    "trivy/DS-0002",
    "kics/last_user_is_root",
    "kics/missing_user_instruction",
    "dockle/CIS-DI-0001",
    "cis-docker/4.1",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\nUSER node\nCOPY . /app\nUSER root\nRUN chmod -R a+rX /app\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:24-slim\nUSER node\nCOPY . /app\nUSER root\nRUN chmod -R a+rX /app\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
  ],
  *check({ dockerfile }) {
    const users = ofKeyword(dockerfile, "USER");
    if (dockerfile.windows || users.length === 0) return;
    const chain = targetChain(dockerfile);
    const inForce = lastUser(chain)?.instruction;
    const replaced = replacedUsers(dockerfile, stageTree(dockerfile));
    for (const stage of dockerfile.stages) {
      const last = usersOf(stage).at(-1);
      const word = last?.words[0];
      if (last === undefined || word === undefined || !isRoot(word.text)) continue;
      const starts = last === inForce;
      if (!starts && replaced.has(stage.index)) continue;
      const drops = starts && dropsRootItself(chain);
      const earlierUser = starts && !drops ? userBefore(users, chain) : undefined;
      const final = chain.at(-1);
      yield {
        message: !starts
          ? `${nameOf(stage)} ends as \`${last.args}\`: its later steps, and what is built from it, run as root`
          : drops
            ? `USER ${word.text} is the last: only the entrypoint gives up root`
            : `USER ${word.text} is the last: the container runs as root`,
        at: word.span,
        severity: starts && !drops ? "warning" : "info",
        evidence: [quote(dockerfile, last.span)],
        ...(earlierUser !== undefined && final !== undefined && { fix: addUser(dockerfile, final, earlierUser) }),
      };
    }
  },
});

/** The user of the build before it became root again. */
function userBefore(users: readonly StageInstruction[], chain: readonly Stage[]): string | undefined {
  const stages = new Set(chain);
  const earlier = users.findLast(({ stage, instruction }) => stages.has(stage) && !isRoot(instruction.args));
  const user = earlier?.instruction.args;
  return user !== undefined && /^[\w.:-]+$/.test(user) ? user : undefined;
}

/** Stages that others are built FROM, each of which names a user other than root at its end. */
function replacedUsers({ stages }: DockerfileFact, { parents }: StageTree): ReadonlySet<number> {
  const isReplaced = new Map<number, boolean>();
  // A child comes after its parent.
  for (const stage of stages.toReversed()) {
    const parent = parents[stage.index];
    const user = usersOf(stage).at(-1)?.words[0];
    const isUser = user === undefined ? isReplaced.get(stage.index) === true : !isRoot(user.text);
    if (parent !== undefined) isReplaced.set(parent, isUser && isReplaced.get(parent) !== false);
  }
  return new Set([...isReplaced].flatMap(([index, replaced]) => (replaced ? [index] : [])));
}

function usersOf({ instructions }: Stage): readonly Instruction[] {
  return instructions.filter(isUser);
}

function nameOf({ name, index }: Stage): string {
  return name === undefined ? `Stage ${index}` : `Stage \`${name}\``;
}
