import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/copies-ignored-file",
  title: "COPY source excluded by .dockerignore",
  why:
    "The builder never sees what .dockerignore names, so the COPY fails with `not found` although the file is there. " +
    "Take it out of .dockerignore, or add an exception for it (`!path`).",
  severity: "error",
  needs: ["dockerfile", "buildContext"],
  fix: "none",
  also: ["buildkit/CopyIgnoredFile"],
  examples: [
    {
      kind: "context",
      bad: {
        dockerfile: "FROM scratch\nCOPY dist/app /app\n",
        dockerignore: "dist\n",
        files: ["Dockerfile", "dist/app"],
      },
      good: { dockerfile: "FROM scratch\nCOPY dist/app /app\n", dockerignore: "node_modules\n", files: ["dist/app"] },
    },
    {
      kind: "context",
      bad: {
        dockerfile: "FROM scratch\nCOPY conf/a /a\n",
        dockerignore: "conf\n!conf/b\n",
        files: ["conf/a", "conf/b"],
      },
      good: {
        dockerfile: "FROM scratch\nCOPY conf/b /b\n",
        dockerignore: "conf\n!conf/b\n",
        files: ["conf/a", "conf/b"],
      },
    },
  ],
  *check({ dockerfile, buildContext }) {
    const { ignoreFile = "" } = buildContext;
    for (const { instruction, source, span, allIgnored, ignoredByName } of buildContext.taken) {
      // A whole context of which nothing is left is copied all the same, as an empty one.
      if (source === "" || (!allIgnored && !ignoredByName)) continue;
      yield {
        message: `${ignoreFile} keeps \`${source}\` out of the build, and this ${instruction.keyword} wants it`,
        at: span,
        about: { ignoredByName },
        evidence: [
          quote(dockerfile, instruction.span),
          reference(`\`${source}\` matches a pattern of ${ignoreFile}`, "Docker documentation, .dockerignore files"),
        ],
      };
    }
    if (buildContext.unread !== undefined) return buildContext.unread;
  },
});
