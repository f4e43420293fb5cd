import { drifted } from "../../shared/drift.ts";
import { defineRule } from "../../rule.ts";

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
  title: "Privileges differ from the proven profile",
  why:
    "A profile says what a run needed, and each privilege that stays has a witness. A container that was started otherwise, or changed later, has what no run needed: " +
    "whoever breaks into it has it too. A Compose file, a manifest, a unit or a documented `docker run` line is compared with the profiles in `.hullproof` beside it, or with those of `--profile`. Start it from the emitted file again, or prove the new need with `hullproof verify --widen`.",
  severity: "error",
  ofUser: true,
  needs: ["drifts"],
  premise: {
    kind: "engine",
    shows:
      "of two containers of one image, the one with `--cap-add NET_ADMIN` takes an interface down, and the other can't",
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
              field: "capabilities",
              direction: "wider",
              proven: "SETGID, SETUID",
              actual: "NET_ADMIN beyond",
              why: "no run needed them, and whoever breaks into it has them",
              pointer: "HostConfig.CapAdd",
            },
          ],
        },
      },
      good: { proven: { drift: [] } },
    },
    {
      kind: "compose",
      profile: { capabilities: { required: ["SETGID", "SETUID"], soft: [], unused: [] }, readOnlyRootfs: true },
      bad: "services:\n  web:\n    image: example/web:1.4\n    cap_drop: [ALL]\n    cap_add: [SETGID, SETUID, NET_ADMIN]\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cap_drop: [ALL]\n    cap_add: [SETGID, SETUID]\n    read_only: true\n",
    },
    {
      kind: "manifest",
      profile: { capabilities: { required: [], soft: [], unused: [] }, noNewPrivileges: true },
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        allowPrivilegeEscalation: false\n        capabilities:\n          drop: [ALL]\n",
    },
  ],
  *check({ drifts, containers }) {
    yield* drifted(drifts, fields, containers);
  },
});
