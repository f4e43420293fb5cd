import { isNameOf } from "../../facts/repository/image-names.ts";
import { imageReference, isLocalName } from "../../facts/container-spec/image-reference.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { tagFault, type TagFault } from "./tag-fault.ts";

export default defineRule({
  id: "base-image/floating-tag",
  title: "Base image without a version",
  why:
    "`latest`, or no tag at all, is whatever was pushed last: the same Dockerfile gives another system next month, and no one can say from which version an image was built. " +
    "Name the release you test with. An image that the repository builds itself, and a name that no registry can have, have none.",
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
  *check({ dockerfile, builtImages }) {
    for (const { base, from } of dockerfile.stages) {
      const fault = tagFault(base);
      if (fault === undefined || (base.name !== undefined && isLocalName(base.name))) continue;
      if (isNameOf(builtImages ?? [], imageReference(base.text)?.name ?? "")) continue;
      const isCertain = base.kind === "image" || !/\$(\w+|\{\w+\})$/.test(base.text);
      // Who builds it chooses the tag: the ARG has a default for those who don't.
      const name = from.words[0]?.text ?? "";
      const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
      const isDefault = isCertain && colon !== -1 && name.includes("$", colon);
      yield {
        message: isDefault
          ? `without a build argument \`${name}\` is \`${base.text}\`, which ${tagFaults[fault]}`
          : isCertain
            ? `\`${base.text}\` ${tagFaults[fault]}: the next build may start from another release`
            : `\`${base.text}\` has a tag only where the build is told one, and means \`latest\` otherwise`,
        at: base.span,
        severity: isCertain && !isDefault ? "warning" : "info",
        evidence: [quote(dockerfile, from.span)],
      };
    }
  },
});

const tagFaults: Readonly<Record<TagFault, string>> = {
  none: "has no tag, which means `latest`",
  latest: "floats",
  moving: "goes along with `latest`",
};
