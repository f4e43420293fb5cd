import type { Evidence } from "../../domain/finding/finding.ts";
import { overBudget } from "../shared/budgets.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/over-budget",
  title: "Packages or leftovers over budget",
  why:
    "Every package has to be watched for vulnerabilities and updated, whether the program uses it or not. `budgets` in hullproof.yaml says how many an image may have, and how many bytes of caches, logs and documentation: " +
    "the change that crosses the line is the one that is asked.",
  severity: "error",
  needs: ["packages", "layers", "budgets"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        budgets: { leftovers: 1_000_000 },
        image: { leftovers: [{ kind: "log", path: "/var/log/apt", bytes: 1_200_000, files: 4, layer: 1 }] },
      },
      good: {
        budgets: { leftovers: 1_000_000, packages: 0 },
        image: { leftovers: [{ kind: "log", path: "/var/log/apt", bytes: 12_000, files: 4, layer: 1 }] },
      },
    },
  ],
  *check({ packages, layers, budgets }) {
    // Packages of a lock file are not installed.
    const installed = packages.filter(({ declared }) => declared !== true).length;
    const bytes = layers.leftovers.reduce((sum, leftover) => sum + leftover.bytes, 0);
    const because = layers.leftovers.slice(0, 5).map(({ path, layer, bytes: size, kind }): Evidence => ({
      kind: "file",
      path,
      layer,
      bytes: size,
      detail: kind,
    }));
    return yield* overBudget(budgets, [
      { limit: "packages", what: "Packages", is: installed, unit: "count" },
      { limit: "leftovers", what: "What builds leave behind", is: bytes, unit: "bytes", because },
    ]);
  },
});
