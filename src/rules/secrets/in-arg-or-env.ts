import { namesBeside } from "../../facts/secrets/names-beside.ts";
import { literalParts } from "../../facts/secrets/values/literal-parts.ts";
import { isNoSecret } from "../../secrets/no-secret.ts";
import { namesSecret, secretClass } from "../../secrets/secret-name.ts";
import { classWords, type ValueClass } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { settingsOf } from "../../facts/secrets/instruction-settings.ts";
import { mayBeSecret } from "../../facts/secrets/values/secret-setting.ts";
import { secretMountFix } from "./secret-mount.ts";
import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

/** Maximum, since each reads the whole stage, and a hostile file has thousands of secrets. */
const mostFixes = 20;

export default defineRule({
  id: "secrets/in-arg-or-env",
  title: "Secret in ARG or ENV",
  why:
    "What ENV sets is in the image's configuration, and what a build argument held is in its history: `docker history` shows `RUN |1 TOKEN=...` to everyone who can pull. Deleting it later changes nothing. " +
    "Use `RUN --mount=type=secret` for the build and a mounted file at run time, and replace what was already published.",
  severity: "error",
  needs: ["dockerfile", "variables"],
  fix: "suggested",
  also: ["hadolint/DL3064", "buildkit/SecretsUsedInArgOrEnv", "trivy/DS-0031", "dockle/CIS-DI-0010", "cis-docker/4.10"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nARG PIP_TOKEN\nENV DB_PASSWORD=hunter2\nRUN pip install --index-url https://u:$PIP_TOKEN@pip.example/simple app\n",
      good: "FROM python:3.13-slim\nENV DB_CONFIG=/run/secrets/db\nRUN --mount=type=secret,id=netrc,target=/root/.netrc pip install --index-url https://pip.example/simple app\n",
    },
  ],
  *check({ dockerfile, variables }) {
    const chain = new Set(targetChain(dockerfile));
    let index = -1;
    let fixes = 0;
    const names = namesBeside(dockerfile.instructions.flatMap((instruction) => settingsIn(instruction)));
    for (const instruction of dockerfile.instructions) {
      const { keyword, onbuild } = instruction;
      if (keyword === "FROM" && !onbuild) index++;
      if (keyword !== "ARG" && keyword !== "ENV") continue;
      const stage = dockerfile.stages[index];
      const inChain = stage !== undefined && chain.has(stage);
      for (const { name, value, span } of settingsOf(instruction)) {
        const kind = kindOf(name, value, names);
        const isSecret = kind !== undefined;
        // The name alone proves nothing: GPG_KEY, USERNAME and a path to a key are not secrets. The value must look
        // like one.
        if (!isSecret && !mayBeSecret(name, value)) continue;
        const usual = keyword === "ARG" ? "in `docker history`" : "in the image's configuration";
        const exposure = stage !== undefined && !inChain ? "in the build cache" : usual;
        const fix =
          isSecret && stage !== undefined && fixes < mostFixes
            ? secretMountFix({ dockerfile, variables, stage, instruction, name })
            : undefined;
        if (fix !== undefined) fixes++;
        yield {
          message: !isSecret
            ? `${keyword} ${name}: if this is a secret, as the name says, it stays readable ${exposure}`
            : `${keyword} ${name}: its value${kind === "elsewhere" ? "" : `, ${classWords[kind]},`} stays readable ${exposure}`,
          at: span,
          severity: !isSecret
            ? "info"
            : kind === "elsewhere"
              ? "warning"
              : gradeOf(kind, inChain ? "error" : "warning"),
          about: { secret: { name, sure: isSecret } },
          evidence: [
            quote(dockerfile, span),
            reference(
              "docker history shows build arguments of a RUN as `RUN |1 TOKEN=value ...`",
              "measured on Docker 26.1.5; Dockerfile reference, ARG",
            ),
          ],
          ...(fix && { fix }),
        };
      }
    }
  },
});

/** `elsewhere`: the build gets it as an argument, like `ARG TOKEN` and `ENV TOKEN=$TOKEN`. Undefined: no secret. */
function kindOf(
  name: string,
  value: string | undefined,
  names: readonly string[],
): ValueClass | "elsewhere" | undefined {
  if (!namesSecret(name) || (value !== undefined && isNoSecret(name, value))) return undefined;
  if (value === undefined) return "elsewhere";
  if (!/\$(?:\w|\{)/.test(value)) return secretClass(name, value, names);
  const kinds = literalParts(value).map((part) => secretClass(name, part, names));
  return kinds.find((kind) => kind === "random") ?? kinds.find((kind) => kind !== undefined) ?? "elsewhere";
}

function settingsIn(instruction: Instruction): ReturnType<typeof settingsOf> {
  return instruction.keyword === "ARG" || instruction.keyword === "ENV" ? settingsOf(instruction) : [];
}
