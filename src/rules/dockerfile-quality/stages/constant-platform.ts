import { quote, reference } from "../../shared/evidence.ts";
import { isNamedFor, parsePlatform, platformFlag } from "./platform.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/constant-platform",
  title: "Hard-coded platform in FROM",
  why:
    "A `--platform` in FROM overrides the one that the build was asked for: on other machines, and in a build for several platforms, this stage is emulated or holds programs that do not start. " +
    "Leave the choice to `docker build --platform`; for cross builds there is `$BUILDPLATFORM`.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["buildkit/FromPlatformFlagConstDisallowed", "hadolint/DL3029", "kics/using_platform_with_from"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM --platform=linux/amd64 golang:1.25 AS build\n",
      good: "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const flag = platformFlag(from);
      if (flag === undefined || /(BUILD|TARGET)PLATFORM/.test(flag.value)) continue;
      const platform = flag.value.includes("$") ? undefined : parsePlatform(flag.value);
      const isIntended = platform !== undefined && isNamedFor(from, platform);
      yield {
        message: `this stage is always ${flag.value}, whatever platform the build is for`,
        at: flag.span,
        ...((isIntended || platform === undefined) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, from.span),
          reference("--platform in FROM overrides the platform of the build", "Dockerfile reference, FROM"),
        ],
      };
    }
  },
});
