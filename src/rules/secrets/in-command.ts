import { quote, reference } from "../shared/evidence.ts";
import { classWords } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

/** Readers of an instruction's words, for those outside of the configuration. */
const places = new Map([
  ["RUN", "in `docker history`"],
  ["ARG", "in `docker history`"],
  ["COPY", "in the image"],
  ["ADD", "in the image"],
]);

export default defineRule({
  id: "secrets/in-command",
  title: "Secret on an instruction's command line",
  why:
    "The words of RUN, CMD, ENTRYPOINT, HEALTHCHECK and LABEL are in the image's configuration and history: `docker history --no-trunc` and `docker inspect` show them to everyone who can pull the image, and a process list shows those of a running command. " +
    "A variable of a RUN whose value says that it is for the build alone (`SECRET_KEY=build-key`) opens nothing. " +
    "Hand the secret to the one RUN that needs it with `--mount=type=secret`, let the program read a file or a variable at run time, and replace what was already published.",
  severity: "error",
  needs: ["dockerfile", "writtenSecrets"],
  fix: "none",
  also: ["cis-docker/4.10"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -fsSL -u deploy:Tr0ub4dor https://repo.example/app.tgz -o /app.tgz\n",
      good: "FROM debian:trixie-slim\nRUN --mount=type=secret,id=netrc,target=/root/.netrc curl -fsSL --netrc https://repo.example/app.tgz -o /app.tgz\n",
    },
    {
      kind: "dockerfile",
      bad: 'FROM redis:8-alpine\nCMD ["redis-server", "--requirepass", "Tr0ub4dor"]\nHEALTHCHECK CMD redis-cli -a Tr0ub4dor ping\n',
      good: 'FROM redis:8-alpine\nCMD ["redis-server", "/run/secrets/redis.conf"]\nHEALTHCHECK CMD redis-cli ping\n',
    },
  ],
  *check({ dockerfile, writtenSecrets }) {
    const chain = new Set(targetChain(dockerfile));
    for (const { name, kind, stage, instruction, span } of writtenSecrets()) {
      const { keyword, onbuild } = instruction;
      const exposure = places.get(keyword) ?? "in the image's configuration";
      yield {
        message: `${keyword} holds a secret (${name}), ${classWords[kind]}, which stays readable ${exposure}`,
        at: span,
        severity: gradeOf(kind, chain.has(stage) || onbuild ? "error" : "warning"),
        evidence: [
          quote(dockerfile, span),
          reference(
            "Commands and labels are in the image's configuration, and each RUN is in its history",
            "OCI image specification, image configuration",
          ),
        ],
      };
    }
  },
});
