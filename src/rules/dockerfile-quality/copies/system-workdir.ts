import { withoutQuotes } from "../../../facts/dockerfile/copy-paths.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/system-workdir",
  title: "WORKDIR in a system directory",
  why:
    "/proc, /sys and /dev are made again for each container, so what is put there in a build is gone at run time, and a start in /proc/self/fd was a way out of the container (CVE-2024-21626). " +
    "Work in a folder of your own, such as /app.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["trivy/DS-0030"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nWORKDIR /proc/self/fd/8\n",
      good: "FROM debian:trixie-slim\nWORKDIR /app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nWORKDIR /dev\n",
      good: "FROM debian:trixie-slim\nWORKDIR /develop\n",
    },
  ],
  *check(facts) {
    const { dockerfile } = facts;
    for (const { instruction } of ofKeyword(dockerfile, "WORKDIR")) {
      const { args, argsSpan } = instruction;
      const path = withoutQuotes(
        (args.includes("$") ? facts.variables?.expandDefaults(instruction, args) : args) ?? "",
      );
      const folder = /^\/+(proc|sys|dev|boot|initrd|lost\+found)(?:\/|$)/.exec(path)?.[1];
      if (folder === undefined) continue;
      yield {
        message: `WORKDIR ${args} lies in /${folder}, which belongs to the system`,
        at: argsSpan,
        evidence: [quote(dockerfile, instruction.span)],
      };
    }
  },
});
