import { insertAfter, insertBefore } from "../../domain/edit.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { dropsRootItself, knownRoot, lastUser, officialName, targetChain } from "../target-chain.ts";

/** Images and tags that are made to run as another user. */
const madeNonRoot =
  /nonroot|non-root|rootless|unprivileged|^cgr\.dev\/|^(docker\.io\/)?(chainguard|bitnami|bitnamilegacy)\//;

export default defineRule({
  id: "non-root/no-user",
  title: "Container starts as root",
  why:
    "Without USER the process is root inside the container: it may rewrite the application and its libraries, and a hole in the kernel or a careless mount makes it root outside. " +
    "88 % of 9,884 public Dockerfiles never set USER. Most servers need nothing of root once they listen above port 1023.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["trivy/DS-0002", "checkov/CKV_DOCKER_3", "dockle/CIS-DI-0001", "cis-docker/4.1"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nCOPY app.py /app/\nCMD ["python", "/app/app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY app.py /app/\nUSER 10001:10001\nCMD ["python", "/app/app.py"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24 AS build\nRUN npm ci\nUSER node\n\nFROM node:24-slim\nCOPY --from=build /app /app\n\n# serve\nCMD node /app/server.js\n",
      good: "FROM node:24 AS build\nRUN npm ci\nUSER node\n\nFROM node:24-slim\nCOPY --from=build /app /app\n\n# serve\nUSER 1000:1000\nCMD node /app/server.js\n",
    },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    const [first, final] = [chain[0], chain.at(-1)];
    if (dockerfile.windows || first === undefined || final === undefined || lastUser(chain) !== undefined) return;
    const { base } = first;
    if (madeNonRoot.test(base.text)) return;
    const known = knownRoot(base);
    const drops = dropsRootItself(chain);
    const because =
      base.kind === "scratch"
        ? "and scratch has no user"
        : known
          ? `and the official \`${base.text}\` sets none`
          : `assuming that \`${base.text}\` sets none, which its name does not tell`;
    yield {
      message: drops
        ? `No USER, ${because}: only the entrypoint gives up root`
        : `No USER in the final stage, ${because}: the container runs as root`,
      at: final.base.span,
      severity: known && !drops ? "error" : "info",
      evidence: [
        quote(dockerfile, final.from.span),
        reference(
          "USER sets the user for the default process; without it the base image's user, or root, is used",
          "Dockerfile reference, USER",
        ),
      ],
      ...(known &&
        !drops && { fix: addUser(dockerfile, final, officialName(base) === "node" ? "1000:1000" : "10001:10001") }),
    };
  },
});

function addUser(dockerfile: DockerfileFact, stage: Stage, user: string) {
  const start = startOfStart(stage);
  const edit =
    start === undefined
      ? insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, `USER ${user}`)
      : insertBefore(dockerfile, start, `USER ${user}`);
  return { title: `run as ${user}`, applicability: "proven" as const, edits: [edit] as const, delta: ["config: User"] };
}

/** The first of the CMD and ENTRYPOINT that close the stage; nothing after it works on files, which USER would change. */
function startOfStart({ instructions }: Stage): Instruction | undefined {
  const lastWork = instructions.findLastIndex(({ keyword }) => /^(RUN|COPY|ADD|WORKDIR|USER)$/.test(keyword));
  return instructions
    .slice(lastWork + 1)
    .find(({ keyword, onbuild }) => /^(CMD|ENTRYPOINT)$/.test(keyword) && !onbuild);
}
