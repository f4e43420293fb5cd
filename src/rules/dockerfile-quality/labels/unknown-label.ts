import { quote } from "../../shared/evidence.ts";
import { stageLabels } from "../../../facts/dockerfile/labels.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/unknown-label",
  title: "Label not in the policy",
  why:
    "With `policy.strictLabels` in hullproof.yaml only the labels of `policy.labels` may be set, so that a misspelt name is not taken for a set one. " +
    "Correct the name, or add it to the policy.",
  severity: "info",
  needs: ["dockerfile", "policy"],
  fix: "none",
  also: ["hadolint/DL3050"],
  examples: [
    {
      kind: "dockerfile",
      policy: { labels: { team: "text" }, strictLabels: true },
      bad: "FROM debian:trixie-slim\nLABEL team=web taem=web\n",
      good: "FROM debian:trixie-slim\nLABEL team=web\n",
    },
  ],
  *check({ dockerfile, policy }) {
    if (policy.strictLabels !== true) return "hullproof.yaml does not say that labels are strict";
    const allowedLabels = new Set(Object.keys(policy.labels ?? {}));
    for (const { key, span, instruction } of stageLabels(dockerfile)) {
      if (key === undefined || allowedLabels.has(key)) continue;
      yield {
        message: `Label \`${key}\` is none of those that hullproof.yaml names`,
        at: span,
        evidence: [
          quote(dockerfile, instruction.span),
          { kind: "setting", pointer: "policy.labels", value: [...allowedLabels].join(", ") },
        ],
      };
    }
  },
});
