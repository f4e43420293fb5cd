import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf, setting } from "../shared/run-line.ts";

export default defineRule({
  id: "non-root/root-user-flag",
  title: "Run line starts the container as root",
  why:
    "--user 0 overrides the user that the image names. Root in a container is root of the host's kernel, held back only by capabilities and namespaces; " +
    "files it writes to a mounted folder belong to the host's root. Run as the image's own user, or with --user UID:GID.",
  severity: "error",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/4.1"],
  examples: [
    {
      kind: "document",
      bad: 'docker run --rm -u root -v "$PWD":/work example/lint:2.2\n',
      good: 'docker run --rm -u "$(id -u):$(id -g)" -v "$PWD":/work example/lint:2.2\n',
    },
    {
      kind: "document",
      bad: "docker run --rm --user=0:0 example/lint:2.2\n",
      good: "docker run --rm --user=10001:10001 example/lint:2.2\n",
    },
  ],
  *check({ runLines }) {
    for (const { flag } of flagsOf(runLines, "user")) {
      if (!/^(?:0+|root)(?::|$)/.test(flag.value ?? "")) continue;
      yield {
        message: `\`--user ${flag.value}\` starts the container as root, whatever user its image names`,
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference("Without a user namespace, uid 0 of the container is uid 0 of the host", "user_namespaces(7)"),
        ],
      };
    }
  },
});
