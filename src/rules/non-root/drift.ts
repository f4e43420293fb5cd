import { drifted } from "../shared/drift.ts";
import { defineRule } from "../rule.ts";

const fields: ReadonlySet<string> = new Set(["user"]);

export default defineRule({
  id: "non-root/drift",
  title: "Container runs as another user than its profile was proven with",
  why:
    "The profile was proven for one user: files, tmpfs and capabilities were learned for it. As root the container can do more than any run needed, " +
    "and as yet another user it may not be able to write what it has to.",
  severity: "error",
  needs: ["proven"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        proven: {
          drift: [
            {
              field: "user",
              way: "wider",
              proven: "1000:1000",
              is: "root",
              why: "root in the container was not needed, and reaches further when it breaks out",
              pointer: "Config.User",
            },
          ],
        },
      },
      good: { proven: { drift: [] } },
    },
  ],
  *check({ proven }) {
    yield* drifted(proven, fields);
  },
});
