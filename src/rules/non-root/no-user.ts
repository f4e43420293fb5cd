import { isLocalName } from "../../facts/container-spec/image-reference.ts";
import type { Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { addUser } from "./add-user.ts";
import { isRoot } from "../../facts/dockerfile/user-word.ts";
import { dropsRootItself, lastUser, targetChain } from "../../facts/dockerfile/target-chain.ts";
import { knownRoot, knownUser, officialName } from "../../facts/dockerfile/official-image.ts";

/** Images and tags that are made to run as another user. */
const madeNonRoot =
  /nonroot|non-root|rootless|unprivileged|^cgr\.dev\/|^(docker\.io\/)?(chainguard|bitnami|bitnamilegacy)\//;

export default defineRule({
  id: "non-root/no-user",
  title: "No USER instruction",
  why:
    "Without USER the process is root inside the container: it may rewrite the application and its libraries, and a hole in the kernel or a careless mount makes it root outside. " +
    "88 % of 9,884 public Dockerfiles never set USER. Most servers need nothing of root once they listen above port 1023.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [
    "trivy/DS-0002",
    "checkov/CKV_DOCKER_3",
    "kics/missing_user_instruction",
    "dockle/CIS-DI-0001",
    "cis-docker/4.1",
  ],
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
  *check({ dockerfile, bases }) {
    const chain = targetChain(dockerfile);
    const [first, final] = [chain[0], chain.at(-1)];
    if (dockerfile.windows || first === undefined || final === undefined || lastUser(chain) !== undefined) return;
    const { base } = first;
    // Files for `docker build --output` or another image: without a command no container starts.
    if (base.kind === "scratch" && !chain.some((stage) => stage.instructions.some(startsSomething)))
      return "it has files alone: without CMD and ENTRYPOINT nothing starts in it";
    const info = base.kind === "image" ? bases?.of(base) : undefined;
    if (info === undefined ? madeNonRoot.test(base.text) || knownUser(base) : !isRoot(info.user || "root")) return;
    const isRootBase = info !== undefined || knownRoot(base);
    if (!isRootBase && base.name !== undefined && isLocalName(base.name))
      return `only the build of \`${base.name}\`, which no registry has, knows its user`;
    // An entrypoint of the base's own may be made to give up root, and then needs root to begin with.
    const drops =
      dropsRootItself(chain) || (info !== undefined && info.entrypoint.length > 0 && !setsEntrypoint(chain));
    const because =
      base.kind === "scratch"
        ? "and scratch has no user"
        : info !== undefined
          ? `and \`${base.text}\`, as the engine has it, sets ${info.user === "" ? "none" : info.user}`
          : isRootBase
            ? `and the official \`${base.text}\` sets none`
            : `assuming that \`${base.text}\` sets none, which its name does not tell`;
    yield {
      message: drops
        ? `No USER, ${because}: only the entrypoint can give up root`
        : `No USER in the final stage, ${because}: the container runs as root`,
      at: final.base.span,
      severity: isRootBase && !drops ? "warning" : "info",
      evidence: [
        quote(dockerfile, final.from.span),
        reference(
          "USER sets the user for the default process; without it the base image's user, or root, is used",
          "Dockerfile reference, USER",
        ),
      ],
      ...(isRootBase &&
        !drops && { fix: addUser(dockerfile, final, officialName(base) === "node" ? "1000:1000" : "10001:10001") }),
    };
  },
});

function setsEntrypoint(chain: readonly Stage[]): boolean {
  return chain.some(({ instructions }) =>
    instructions.some(({ keyword, onbuild }) => keyword === "ENTRYPOINT" && !onbuild),
  );
}

function startsSomething({ keyword, onbuild }: Instruction): boolean {
  return !onbuild && (keyword === "CMD" || keyword === "ENTRYPOINT");
}
