import type { BaseReference } from "../../facts/dockerfile/dockerfile.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { tagPeers, type TagFault } from "./tag-peers.ts";

export default defineRule({
  id: "base-image/floating-tag",
  title: "Base image without a version",
  why:
    "`latest`, or no tag at all, is whatever was pushed last: the same Dockerfile gives another system next month, and no one can say from which version an image was built. " +
    "Name the release you test with.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [
    "hadolint/DL3006",
    "hadolint/DL3007",
    "dockle/DKL-DI-0006",
    "trivy/DS-0001",
    "checkov/CKV_DOCKER_7",
    "kics/image_version_not_explicit",
    "kics/image_version_using_latest",
  ],
  examples: [
    { kind: "dockerfile", bad: "FROM python\nCOPY . /app\n", good: "FROM python:3.13-slim\nCOPY . /app\n" },
    {
      kind: "dockerfile",
      bad: "FROM node:latest AS build\nFROM build\n",
      good: "FROM node:24-slim AS build\nFROM build\n",
    },
    {
      kind: "dockerfile",
      bad: "ARG REGISTRY\nFROM ${REGISTRY}/team/base\n",
      good: "ARG REGISTRY\nFROM ${REGISTRY}/team/base:4.2\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const { base } = stage;
      const fault = faultOf(base);
      if (fault === undefined) continue;
      const sure = base.kind === "image" || !/\$(\w+|\{\w+\})$/.test(base.text);
      yield {
        message: sure
          ? `\`${base.text}\` ${said[fault]}: the next build may start from another release`
          : `\`${base.text}\` has a tag only where the build is told one, and means \`latest\` otherwise`,
        at: base.span,
        severity: sure ? "warning" : "info",
        evidence: [quote(dockerfile, base.span)],
        also: tagPeers(fault, stage, dockerfile),
      };
    }
  },
});

const said: Readonly<Record<TagFault, string>> = {
  none: "has no tag, which means `latest`",
  latest: "floats",
  moving: "goes along with `latest`",
};

function faultOf(base: BaseReference): TagFault | undefined {
  if (base.kind === "image") {
    if (base.digest !== undefined) return undefined;
    if (base.tag === undefined) return "none";
    if (base.tag === "latest") return "latest";
    return base.tag.startsWith("latest-") ? "moving" : undefined;
  }
  if (base.kind !== "unresolved") return undefined;
  // A variable without a default at the end of the name: empty unless the build gives it.
  if (/^[^$@:]*[a-z0-9]\$(\w+|\{\w+\})$/i.test(base.text)) return "none";
  // Whatever the variable in front holds, the name behind the last slash has no tag, or this one.
  const slash = base.text.lastIndexOf("/");
  const front = base.text.slice(0, Math.max(slash, 0));
  const tail = /^[a-z0-9][\w.-]*(:latest)?$/.exec(base.text.slice(slash + 1));
  return tail && front.includes("$") && !front.includes("@") ? (tail[1] === undefined ? "none" : "latest") : undefined;
}
