import type { Instruction } from "../../facts/dockerfile.ts";
import type { Span } from "../../domain/span.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../target-chain.ts";

/** The word that makes a secret stands last: PASSWORD_MIN_LENGTH, TOKEN_FILE and SECRET_NAME hold none. */
const secret =
  /(^|_)(password|passwd|pword|passphrase|secret|token|credentials?|api_?key|access_?key|secret_?key|private_?key|encryption_?key|signing_?key|ssh_?key|auth_?key|secret_key_base)(_(prod|production|dev|test|staging|\d+))?$/i;
const harmless = /public|(^|_)(no|has|use|require|enable|disable|allow|min|max)_|^TOKENIZERS/i;
/** Switches, numbers, and paths of files that will hold the secret. */
const noSecret = /^(|true|false|yes|no|none|null|\d{1,3}|\/run\/secrets\/.*|\/.*\.(pem|key|txt|json))$/i;

export default defineRule({
  id: "secrets/in-arg-or-env",
  title: "Secret in ARG or ENV",
  why:
    "What ENV sets is in the image's configuration, and what a build argument held is in its history: `docker history` shows `RUN |1 TOKEN=...` to everyone who can pull. Deleting it later changes nothing. " +
    "Use `RUN --mount=type=secret` for the build and a mounted file at run time, and replace what was already published.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3064", "buildkit/SecretsUsedInArgOrEnv", "trivy/DS-0031", "dockle/CIS-DI-0010", "cis-docker/4.10"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nARG PIP_TOKEN\nENV DB_PASSWORD=hunter2\nRUN pip install --index-url https://u:$PIP_TOKEN@pip.example/simple app\n",
      good: "FROM python:3.13-slim\nENV DB_PASSWORD_FILE=/run/secrets/db\nRUN --mount=type=secret,id=netrc,target=/root/.netrc pip install --index-url https://pip.example/simple app\n",
    },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    for (const stage of dockerfile.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") continue;
        for (const { name, value, span } of settingsOf(instruction)) {
          if (!secret.test(name) || harmless.test(name) || (value !== undefined && noSecret.test(value))) continue;
          const where = instruction.keyword === "ARG" ? "in `docker history`" : "in the image's configuration";
          yield {
            message: `${instruction.keyword} ${name}: its value stays readable ${where}`,
            at: span,
            severity: chain.includes(stage) ? "error" : "warning",
            // Only the name: a report must not spread the value.
            evidence: [
              quote(dockerfile, span),
              reference(
                "docker history shows build arguments of a RUN as `RUN |1 TOKEN=value ...`",
                "measured on Docker 26.1.5; Dockerfile reference, ARG",
              ),
            ],
          };
        }
      }
    }
  },
});

function settingsOf({
  keyword,
  words,
}: Instruction): readonly { name: string; value: string | undefined; span: Span }[] {
  const [first, second] = words;
  // `ENV NAME value with spaces`
  if (keyword === "ENV" && first !== undefined && !first.text.includes("="))
    return [{ name: first.text, value: second && unquote(second.text), span: first.span }];
  return words.map(({ text, span }) => {
    const at = text.indexOf("=");
    const name = at === -1 ? text : text.slice(0, at);
    return {
      name,
      value: at === -1 ? undefined : unquote(text.slice(at + 1)),
      span: { start: span.start, end: span.start + name.length },
    };
  });
}

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, "$2");
}
