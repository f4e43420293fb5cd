import { copyTargets, isWithin, tidy } from "../../facts/dockerfile/copy-targets.ts";
import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { credentialFiles } from "./credential-files.ts";

export default defineRule({
  id: "secrets/credential-file",
  title: "Cloud credentials file copied into the image",
  why: "The variable says where a client finds its key file, and a COPY of the build puts files there: everyone who can pull the image then has the key. Mount the file when the container starts, or give the workload an identity of its own.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["trivy/DS-0031"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCOPY keys /app/keys/\nENV GOOGLE_APPLICATION_CREDENTIALS=/app/keys/account.json\n",
      good: "FROM python:3.13-slim\nCOPY src /app/src/\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/account.json\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM amazon/aws-cli:2.31.0\nCOPY config $AWS_CONFIG_FILE\n",
      good: "FROM amazon/aws-cli:2.31.0\nCOPY config /etc/app/config\n",
    },
  ],
  *check({ dockerfile }) {
    if (![...credentialFiles].some((name) => saidIn(dockerfile).includes(name))) return;
    for (const stage of dockerfile.stages) {
      const copies = copyTargets(stage);
      for (const { keyword, onbuild, words, span } of stage.instructions) {
        if (onbuild || !/^(ARG|ENV|COPY)$/.test(keyword)) continue;
        const [first, second] = words;
        const credential =
          keyword === "COPY"
            ? words.length === 2 && second !== undefined && credentialFiles.has(second.text.replace(/^\$/, ""))
              ? { name: second.text.replace(/^\$/, ""), at: second.span }
              : undefined
            : keyword === "ENV" && first !== undefined && second !== undefined && !first.text.includes("=")
              ? isCopied(first.text, second.text, copies) && { name: first.text, at: first.span }
              : words
                  .map(({ text, span: at }) => ({ name: text.split("=")[0] ?? "", value: text.split("=")[1], at }))
                  .find(({ name, value }) => value !== undefined && isCopied(name, value, copies));
        if (!credential) continue;
        yield {
          message: `the file of ${credential.name} is copied into the image`,
          at: credential.at,
          evidence: [
            quote(dockerfile, span),
            reference("who can pull an image can read its files", "Dockerfile reference, COPY"),
          ],
        };
      }
    }
  },
});

/**
 * Whether the build copies the variable's value. Into the root directory only by its name: the content of a directory
 * of the context is unknown.
 */
function isCopied(name: string, value: string, copies: ReturnType<typeof copyTargets>): boolean {
  if (!credentialFiles.has(name) || value === "") return false;
  const path = tidy(value.replace(/^"|"$/g, ""));
  const file = path.slice(path.lastIndexOf("/") + 1);
  return copies.some(({ copy, target }) =>
    target === "/"
      ? copy.words.slice(0, -1).some(({ text }) => text === file || text.endsWith(`/${file}`))
      : isWithin(path, target),
  );
}
