import { quote } from "../../shared/evidence.ts";
import { stageLabels } from "../../../facts/dockerfile/labels.ts";
import { defineRule } from "../../rule.ts";
import { inherited, stageTree } from "../../../facts/dockerfile/stage-tree.ts";

export default defineRule({
  id: "build/missing-label",
  title: "Required label missing",
  why:
    "`policy.labels` in hullproof.yaml names the labels that every image of your organisation has to carry: who owns it, what it was built from. " +
    "An image without them cannot be traced back once it runs somewhere.",
  severity: "warning",
  needs: ["dockerfile", "policy"],
  fix: "none",
  also: ["hadolint/DL3049"],
  examples: [
    {
      kind: "dockerfile",
      policy: { labels: { "org.opencontainers.image.source": "url" } },
      bad: "FROM debian:trixie-slim\nLABEL team=web\n",
      good: "FROM debian:trixie-slim\nLABEL org.opencontainers.image.source=https://example.com/team/web\n",
    },
  ],
  *check({ dockerfile, policy }) {
    const required = Object.keys(policy.labels ?? {});
    if (required.length === 0) return "no labels are named in hullproof.yaml";
    const labels = stageLabels(dockerfile);
    const { ends } = stageTree(dockerfile);
    for (const label of required) {
      const stagesWithLabel = new Set(labels.filter(({ key }) => key === label).map(({ stage }) => stage));
      const has = inherited(dockerfile, (stage) => stagesWithLabel.has(stage));
      for (const { index, name, final, base, from } of ends) {
        if (has[index] === true) continue;
        yield {
          message: `Label \`${label}\` is missing${final ? "" : ` in the image of stage ${name ?? index}`}`,
          at: base.span,
          evidence: [
            quote(dockerfile, from.span),
            { kind: "setting", pointer: "policy.labels", value: required.join(", ") },
          ],
        };
      }
    }
  },
});
