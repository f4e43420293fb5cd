import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { lastUser, targetChain } from "../target-chain.ts";
import { usersOf } from "./users.ts";

export default defineRule({
  id: "non-root/named-user",
  title: "USER by name",
  why:
    "Kubernetes checks `runAsNonRoot` before it can read /etc/passwd of the image: a name could mean uid 0, so the pod does not start. " +
    "A number says for certain that it is not root, and it is the number that file ownership and volumes go by.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL3066"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM debian:trixie-slim\nRUN useradd --uid 10001 --no-create-home app\nUSER app\nCMD ["/bin/date"]\n',
      good: 'FROM debian:trixie-slim\nRUN useradd --uid 10001 --no-create-home app\nUSER 10001\nCMD ["/bin/date"]\n',
    },
    { kind: "dockerfile", bad: "FROM node:24-slim\nUSER node:node\n", good: "FROM node:24-slim\nUSER 1000:1000\n" },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    const last = lastUser(chain);
    const word = last?.instruction.words[0];
    if (dockerfile.windows || last === undefined || word === undefined) return;
    const [name = "", group] = word.text.split(":");
    if (!/^[a-z_][\w.-]*$/i.test(name) || name === "root") return;
    const user = usersOf(chain).findLast((made) => made.name === name && made.at < word.span.start);
    const numeric =
      group === undefined ? user?.uid : group === name && user?.uid && user.gid ? `${user.uid}:${user.gid}` : undefined;
    yield {
      message: `USER ${word.text} is a name: Kubernetes cannot tell that it is not root, and refuses it under runAsNonRoot`,
      at: word.span,
      evidence: [
        quote(dockerfile, last.instruction.span),
        reference(
          "container has runAsNonRoot and image has non-numeric user, cannot verify user is non-root",
          "Kubernetes, kubelet, security context check",
        ),
      ],
      ...(numeric && {
        fix: {
          title: `USER ${numeric}`,
          applicability: "proven" as const,
          edits: [{ file: dockerfile.file, span: word.span, text: numeric }] as const,
          delta: ["config: User"],
        },
      }),
    };
  },
});
