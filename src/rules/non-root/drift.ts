import { drifted } from "../shared/drift.ts";
import { defineRule } from "../rule.ts";

const fields: ReadonlySet<string> = new Set(["user"]);

export default defineRule({
  id: "non-root/drift",
  title: "User differs from the proven profile",
  why:
    "The profile was proven for one user: files, tmpfs and capabilities were learned for it. As root the container can do more than any run needed, " +
    "and as yet another user it may not be able to write what it has to.",
  severity: "error",
  ofUser: true,
  needs: ["drifts"],
  premise: {
    kind: "engine",
    shows: "`--user 0` reads a file that an image has for root alone, and the image's own user can't",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        proven: {
          drift: [
            {
              field: "user",
              direction: "wider",
              proven: "1000:1000",
              actual: "root",
              why: "root in the container was not needed, and reaches further when it breaks out",
              pointer: "Config.User",
            },
          ],
        },
      },
      good: { proven: { drift: [] } },
    },
    {
      kind: "document",
      profile: { user: { uid: 1000, gid: 1000 } },
      bad: "docker run -d -p 8080:8080 --user root example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --user 1000:1000 example/web:1.4\n",
    },
  ],
  *check({ drifts, containers }) {
    yield* drifted(drifts, fields, containers);
  },
});
