import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { Facts } from "../needs.ts";
import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { lastUser, targetChain } from "../../facts/dockerfile/target-chain.ts";
import { isRoot, userOf } from "../../facts/dockerfile/user-word.ts";
import { numericUser } from "../../facts/dockerfile/users.ts";
import { isUser } from "./is-user.ts";

export default defineRule({
  id: "non-root/named-user",
  title: "USER by name",
  why:
    "Kubernetes checks `runAsNonRoot` before it can read /etc/passwd of the image: a name could mean uid 0, so the pod does not start. " +
    "A number says for certain that it is not root, and it is the number that file ownership and volumes go by.",
  severity: "info",
  casesOnRequest: {
    cases: "`USER root` on the way to another user",
    reason: "root is 0 in every image, and the name is how people write it",
  },
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
  *check(facts) {
    const { dockerfile } = facts;
    if (dockerfile.windows || ofKeyword(dockerfile, "USER").length === 0) return;
    const chain = targetChain(dockerfile);
    const inForce = lastUser(chain)?.instruction;
    const args = globalArgs(dockerfile);
    for (const stage of dockerfile.stages) {
      const lastOfStage = stage.instructions.findLast(isUser);
      for (const instruction of stage.instructions) {
        if (instruction.keyword === "ARG") addNames(instruction, args);
        if (!isUser(instruction) || !isNamed(instruction, args, facts)) continue;
        const word = instruction.words[0] ?? { text: instruction.args, span: instruction.argsSpan };
        // non-root/last-user-root speaks of a root that is the last.
        if (instruction === lastOfStage && isRoot(word.text)) continue;
        const starts = instruction === inForce;
        const numeric = starts ? numericUser(word, chain) : undefined;
        yield {
          message: starts
            ? `USER ${instruction.args} is a name: Kubernetes cannot tell that it is not root, and refuses it under runAsNonRoot`
            : isRoot(word.text)
              ? `USER ${instruction.args} is a name; 0 says the same without /etc/passwd`
              : `USER ${instruction.args} is a name: which uid it is depends on /etc/passwd at this step`,
          at: word.span,
          ...(!starts && isRoot(word.text) && { onRequest: true as const }),
          evidence: [
            quote(dockerfile, instruction.span),
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
      }
    }
  },
});

/** Not a number, and no variable of the build or of a known value that may well be one. */
function isNamed(instruction: Instruction, args: ReadonlySet<string>, facts: Partial<Facts>): boolean {
  const [user] = userOf(instruction.args);
  if (/^\d*$/.test(user)) return false;
  if (!user.includes("$")) return true;
  const names = [...user.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? "");
  if (names.some((name) => args.has(name))) return false;
  const values = [facts.variables?.expand(instruction, user), facts.variables?.expandDefaults(instruction, user)];
  return !values.some((value) => value !== undefined && /^\d+$/.test(value));
}

function globalArgs({ instructions }: DockerfileFact): Set<string> {
  const names = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.keyword === "FROM") break;
    if (instruction.keyword === "ARG") addNames(instruction, names);
  }
  return names;
}

function addNames({ words }: Instruction, names: Set<string>): void {
  for (const { text } of words) names.add(text.split("=")[0] ?? text);
}
