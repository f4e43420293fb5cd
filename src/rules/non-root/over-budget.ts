import { overBudget } from "../shared/budgets.ts";
import { noteEvidence } from "../shared/file-notes.ts";
import { defineRule } from "../rule.ts";

const su = { path: "/usr/bin/su", mode: "4755", uid: 0, gid: 0, layer: 0, bytes: 84_360 };

export default defineRule({
  id: "non-root/over-budget",
  title: "Setuid or world-writable files over budget",
  why:
    "Setuid files, file capabilities and files that everyone may write are ways from one user to another. `budgets` in hullproof.yaml says how many an image may have, mostly none: " +
    "a new base image or package that brings one is then seen in the check that it fails, and not in an incident.",
  severity: "error",
  needs: ["privileges", "budgets"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { budgets: { setuid: 0 }, image: { setuid: [su] } },
      good: { budgets: { setuid: 1 }, image: { setuid: [su] } },
    },
  ],
  *check({ privileges, budgets }) {
    const { setuid, fileCapabilities, worldWritable } = privileges;
    return yield* overBudget(budgets, [
      {
        limit: "setuid",
        what: "Files with setuid or setgid",
        is: setuid.length,
        unit: "count",
        because: noteEvidence(setuid) ?? [],
      },
      {
        limit: "fileCapabilities",
        what: "Files with capabilities",
        is: fileCapabilities?.length,
        unit: "count",
        because: noteEvidence(fileCapabilities ?? [], ({ capabilities }) => capabilities) ?? [],
      },
      {
        limit: "worldWritable",
        what: "Files and folders that everyone may write",
        is: worldWritable.length,
        unit: "count",
        because: noteEvidence(worldWritable) ?? [],
      },
    ]);
  },
});
