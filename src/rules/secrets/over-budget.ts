import { overBudget } from "../shared/budgets.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/over-budget",
  severity: "error",
  title: "Secrets over budget",
  why:
    "Whoever can pull an image has every secret in it, those in deleted files too. `budgets.secrets: 0` in hullproof.yaml makes each one fail the check, whatever severity its own finding has; " +
    "a number above it holds the line while old ones are taken out.",
  needs: ["layers", "budgets"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        budgets: { secrets: 0 },
        image: {
          secrets: [
            {
              kind: "password",
              severity: "error",
              title: "A password",
              masked: "hu**",
              place: { in: "env", name: "DB_PASSWORD" },
            },
          ],
        },
      },
      good: { budgets: { secrets: 0 }, image: { secrets: [] } },
    },
  ],
  *check({ secrets, budgets }) {
    return yield* overBudget(budgets, [{ limit: "secrets", what: "Secrets", is: secrets?.length, unit: "count" }]);
  },
});
