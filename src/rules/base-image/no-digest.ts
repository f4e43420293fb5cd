import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/no-digest",
  title: "Base image not pinned by digest",
  why:
    "A tag can be pushed again, so two builds of one commit may start from different bytes. A digest beside the tag makes the start exact. " +
    "It also freezes security fixes: pin only where a bot renews the digest.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\n",
      good: `FROM python:3.13-slim@sha256:${"4c".repeat(32)}\n`,
    },
  ],
  *check({ dockerfile }) {
    for (const { base } of dockerfile.stages) {
      if (base.kind !== "image" || base.digest !== undefined || base.tag === undefined || base.tag === "latest")
        continue;
      yield {
        message: `\`${base.text}\` can mean other bytes tomorrow: no digest stands beside the tag`,
        at: base.span,
        evidence: [quote(dockerfile, base.span)],
      };
    }
  },
});
