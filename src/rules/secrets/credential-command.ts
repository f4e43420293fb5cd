import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

/** Commands that write given credentials below the home directory. */
const commands: readonly (readonly [command: RegExp, option?: RegExp])[] = [
  [/aws configure set aws_access_key_id/],
  [/aws configure set aws_secret_access_key/],
  [/gcloud auth activate-service-account/],
  [/az login/, /(?:-p|--password|--federated-token)\s/],
  [/doctl auth init/, /(?:-t|--access-token)\s/],
];

/** Most files have none of them, and are done with a look. */
const programs = /aws configure set|gcloud auth|az login|doctl auth/;

export default defineRule({
  id: "secrets/credential-command",
  title: "Cloud login in a RUN",
  why: "The command line stays in the image's history, and the client writes what it was given below the home directory, into the layer. Log in and use the login within one RUN, with the key from `--mount=type=secret`, and remove what the client wrote.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["trivy/DS-0031"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM amazon/aws-cli:2.31.0\nARG KEY_ID\nRUN aws configure set aws_access_key_id $KEY_ID\n",
      good: "FROM amazon/aws-cli:2.31.0\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://b/f /f\n",
    },
  ],
  *check({ dockerfile }) {
    if (!programs.test(saidIn(dockerfile))) return;
    for (const { instructions } of dockerfile.stages) {
      for (const { keyword, onbuild, flags, args, span } of instructions) {
        if (keyword !== "RUN" || onbuild) continue;
        if (flags.some(({ name, value }) => name === "mount" && value?.startsWith("type=secret"))) continue;
        const credentialText = credentialCommand(args);
        if (credentialText === undefined) continue;
        yield {
          message: `\`${credentialText.split(" ").slice(0, 3).join(" ")}\` leaves the credentials in this layer`,
          at: span,
          evidence: [
            quote(dockerfile, span),
            reference("a RUN's command line is in `docker history`", "Dockerfile reference, RUN"),
          ],
        };
      }
    }
  },
});

/** The command, with the rest of its line; undefined without its option. */
function credentialCommand(args: string): string | undefined {
  for (const line of args.split("\n")) {
    for (const [command, option] of commands) {
      const at = command.exec(line)?.index;
      if (at !== undefined && (option === undefined || option.test(line.slice(at)))) return line.slice(at);
    }
  }
  return undefined;
}
