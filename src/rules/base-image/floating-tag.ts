import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/floating-tag",
  title: "Base image without a version",
  why:
    "`latest`, or no tag at all, is whatever was pushed last: the same Dockerfile gives another system next month, and nobody can say from which version an image was built. " +
    "Name the release you test with.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3006", "hadolint/DL3007", "dockle/DKL-DI-0006", "trivy/DS-0001", "checkov/CKV_DOCKER_7"],
  examples: [
    { kind: "dockerfile", bad: "FROM python\nCOPY . /app\n", good: "FROM python:3.13-slim\nCOPY . /app\n" },
    {
      kind: "dockerfile",
      bad: "FROM node:latest AS build\nFROM build\n",
      good: "FROM node:24-slim AS build\nFROM build\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { base } of dockerfile.stages) {
      if (base.kind !== "image" || base.digest !== undefined) continue;
      if (base.tag !== undefined && base.tag !== "latest") continue;
      const what = base.tag === undefined ? "has no tag, which means `latest`" : "floats";
      yield {
        message: `\`${base.text}\` ${what}: the next build may start from another release`,
        at: base.span,
        evidence: [quote(dockerfile, base.span)],
      };
    }
  },
});
