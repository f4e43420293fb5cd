import { knownManager } from "../../facts/managers/known-manager.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { usesSnapshot } from "./snapshot.ts";

export default defineRule({
  id: "updates/exact-pin",
  title: "Package pinned to a short-lived version",
  why:
    "The archives of Debian, Ubuntu and Alpine keep one version of a package: with the next security fix the old one is gone, and a build that names it exactly fails, or keeps the hole as long as its cache lasts. " +
    "Leave room (`curl=8.14.*`, `curl~8.14`), or take the packages from a snapshot and pin its date.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y curl=8.14.1-2\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y curl=8.14.*\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nRUN apk add --no-cache curl=8.17.0-r1\n",
      good: "FROM alpine:3.23\nRUN apk add --no-cache 'curl~8.17'\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    for (const call of packageCalls) {
      if (call.action !== "install" || knownManager(call.manager)?.forgetsVersions !== true) continue;
      const exact = call.operands.filter(
        ({ word, version = "" }) => word.literal && /^=[^~*\d]*\d[^~*]*$/.test(version) && !keptVersions.test(version),
      );
      const [first] = exact;
      const stage = dockerfile.stages[call.stage];
      if (first === undefined || (stage !== undefined && usesSnapshot(stage))) continue;
      const names = exact.map(({ word }) => word.text);
      const packageText =
        names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
      yield {
        message: `${packageText}: the archive drops this version with the next update, and the build fails`,
        at: first.word.span,
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "a pinned version disappears from the archive with the next update, and the build fails",
            "hadolint#884",
          ),
        ],
      };
    }
  },
});

/** Of archives that keep each version: NodeSource's, and NVIDIA's. */
const keptVersions = /nodesource|\+cuda\d/;
