import { drifted } from "../shared/drift.ts";
import { defineRule } from "../rule.ts";

const fields: ReadonlySet<string> = new Set([
  "assumptions",
  "capabilities",
  "devices",
  "network",
  "noNewPrivileges",
  "readOnlyRootfs",
  "seccomp",
  "tmpfs",
  "volumes",
]);

export default defineRule({
  id: "capabilities/drift",
  title: "Container has privileges that its profile was not proven with",
  why:
    "A profile says what a run needed, and each privilege that stays has a witness. A container that was started otherwise, or changed later, has what no run needed: " +
    "whoever breaks into it has it too. Start it from the emitted file again, or prove the new need with `hullproof verify --widen`.",
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
              field: "capabilities",
              way: "wider",
              proven: "SETGID, SETUID",
              is: "NET_ADMIN beyond",
              why: "no run needed them, and whoever breaks into it has them",
              pointer: "HostConfig.CapAdd",
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
