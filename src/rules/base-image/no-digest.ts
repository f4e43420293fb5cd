import { isLocalName } from "../../facts/container-spec/image-reference.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

const digest = `sha256:${"4c".repeat(32)}`;

export default defineRule({
  id: "base-image/no-digest",
  title: "Base image not pinned by digest",
  why:
    "A tag can be pushed again, so two builds of one commit may start from different bytes. A digest beside the tag makes the start exact. " +
    "It also freezes security fixes: pin only where a bot renews the digest.",
  severity: "info",
  onRequest: "a digest without a bot that renews it keeps security fixes out",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bases: { "python:3.13-slim": { digest } },
      bad: "FROM python:3.13-slim AS build\n",
      good: `FROM python:3.13-slim@${digest} AS build\n`,
    },
  ],
  *check({ dockerfile, bases }) {
    for (const { base, from } of dockerfile.stages) {
      if (base.kind !== "image" || base.digest !== undefined || base.tag === undefined || /^latest(-|$)/.test(base.tag))
        continue;
      const digestOfBase = bases?.of(base)?.digest;
      if (digestOfBase === undefined && base.name !== undefined && isLocalName(base.name)) continue;
      // With --platform the engine's copy may have another architecture than requested.
      const tagSpan = digestOfBase === undefined || from.flags.length > 0 ? undefined : base.tagSpan;
      yield {
        message: `\`${base.text}\` can mean other bytes tomorrow: no digest stands beside the tag`,
        at: base.span,
        evidence: [quote(dockerfile, from.span)],
        ...(tagSpan && {
          fix: {
            title: "pin the digest that the engine has; let a bot renew it, or it never gets a security fix",
            // That the engine's digest is the one for every platform and builder is not in the text.
            applicability: "proven" as const,
            // The tag is part of the edit: a fix that moves it must not meet this digest, which would win over the new tag.
            edits: [{ file: dockerfile.file, span: tagSpan, text: `${base.tag}@${digestOfBase}` }] as const,
            delta: [],
          },
        }),
      };
    }
  },
});
