import { quote } from "../../shared/evidence.ts";
import { parsePlatform, platformFlag } from "./platform.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/wrong-platform",
  title: "Base image platform mismatch",
  why: "An image that exists for one platform only is taken even where another was asked for. The build then runs under emulation, slowly, or stops with `exec format error`.",
  severity: "warning",
  needs: ["dockerfile", "variables", "bases"],
  fix: "none",
  also: ["buildkit/InvalidBaseImagePlatform"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM --platform=linux/arm64 own/amd64-only:1\n",
      good: "FROM --platform=linux/amd64 own/amd64-only:1\n",
      bases: { "own/amd64-only:1": { platform: "linux/amd64" } },
    },
  ],
  *check({ dockerfile, variables, bases }) {
    const unknown: string[] = [];
    for (const { from, base } of dockerfile.stages) {
      const flag = platformFlag(from);
      if (flag === undefined || base.kind !== "image") continue;
      const requestedPlatform = parsePlatform(variables.expand(from, flag.value) ?? "");
      if (requestedPlatform === undefined) continue;
      const actual = parsePlatform(bases.of(base)?.platform ?? "");
      if (actual === undefined) {
        unknown.push(base.text);
        continue;
      }
      if (actual.os === requestedPlatform.os && actual.arch === requestedPlatform.arch) continue;
      yield {
        message: `${base.text} is for ${actual.os}/${actual.arch}, and FROM asks for ${requestedPlatform.os}/${requestedPlatform.arch}`,
        at: flag.span,
        evidence: [
          quote(dockerfile, from.span),
          { kind: "setting", pointer: "Architecture", value: `${actual.os}/${actual.arch}` },
        ],
      };
    }
    if (unknown.length > 0)
      return `no one looked at the base image ${unknown[0]}: there is no engine, or it has not got it`;
  },
});
