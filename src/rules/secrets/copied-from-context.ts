import { isTestPath } from "../../text/test-path.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

/** What a project may have made for itself; the others are logins of services. */
const ownSecrets: ReadonlySet<string> = new Set(["a private key", "a file of secrets in the environment"]);

export default defineRule({
  id: "secrets/copied-from-context",
  title: "Secret copied from the build context",
  why:
    "COPY of a folder takes every file in it, the `.env` and the private key as well. Anyone who can pull the image can read them, and deleting them in a later layer does not help. " +
    "Name them in .dockerignore, change the secret if such an image was ever pushed, and hand it over at run time or by `RUN --mount=type=secret`. " +
    "The context is the one that `hullproof.yaml` names, else those that the repository's Compose files, pipelines and scripts name, else the directory of the Dockerfile.",
  severity: "error",
  needs: ["dockerfile", "buildContext"],
  fix: "none",
  also: ["dockle/CIS-DI-0010"],
  examples: [
    {
      kind: "context",
      bad: {
        dockerfile: "FROM scratch\nCOPY . /app\n",
        files: ["app.py", "id_ed25519"],
        secrets: { id_ed25519: "a private key" },
      },
      good: {
        dockerfile: "FROM scratch\nCOPY . /app\n",
        dockerignore: "id_ed25519\n",
        files: ["app.py", "id_ed25519"],
        secrets: { id_ed25519: "a private key" },
      },
    },
  ],
  *check({ dockerfile, buildContext }) {
    for (const { instruction, source, span, files } of buildContext.taken) {
      const secrets = files.flatMap(({ path, secret }) => (secret === undefined ? [] : [{ path, secret }]));
      const [first] = secrets;
      if (first === undefined) continue;
      const moreText = secrets.length === 1 ? "" : `, and ${secrets.length - 1} more`;
      yield {
        message: `This ${instruction.keyword} takes \`${first.path}\`, ${first.secret}${moreText}`,
        at: span,
        about: { isLogin: !secrets.every(({ secret }) => ownSecrets.has(secret)) },
        // Keys of tests are public in the repository already.
        ...(secrets.every(({ path }) => isTestPath(path)) && { severity: "warning" as const }),
        evidence: [
          quote(dockerfile, instruction.span),
          ...secrets.slice(0, 20).map(({ path, secret }) => ({
            kind: "setting" as const,
            pointer: source === "" ? path : `${source}: ${path}`,
            value: secret,
          })),
        ],
      };
    }
    if (buildContext.unread !== undefined) return buildContext.unread;
  },
});
