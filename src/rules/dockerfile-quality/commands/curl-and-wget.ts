import { runBodies, type RunBody } from "../../../facts/dockerfile/run-commands.ts";
import { lineOf, quote } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";

const tools = ["curl", "wget"] as const;

export default defineRule({
  id: "build/curl-and-wget",
  title: "Both curl and wget in one stage",
  why:
    "Two programs that do the same are two to install, to update and to get certificates, proxies and failure handling right for. " +
    "Choose one: curl with `-fsSL`, or wget; the image gets smaller and the next reader has one set of options to know.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL4001", "trivy/DS-0014", "kics/run_using_wget_and_curl"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN wget -q https://example.com/a.tgz\nRUN curl -fsSLO https://example.com/b.tgz\n",
      good: "FROM debian:trixie-slim\nRUN curl -fsSLO https://example.com/a.tgz\nRUN curl -fsSLO https://example.com/b.tgz\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "curl") || !mayCall(dockerfile, "wget")) return;
    const bodies = runBodies(dockerfile).filter((body) => called(body).length > 0);
    // Triggers run in another build.
    const groups = Map.groupBy(bodies, ({ stage, instruction }) => `${stage.index} ${instruction.onbuild}`);
    for (const group of groups.values()) {
      const [first] = group;
      const [used] = first === undefined ? [] : called(first);
      const second = group.find((body) => called(body).some((tool) => tool !== used));
      if (first === undefined || used === undefined || second === undefined) continue;
      const otherTool = used === "curl" ? "wget" : "curl";
      const span = second.written.find(({ program }) => program === otherTool)?.span ?? second.instruction.argsSpan;
      yield {
        message: `${otherTool} here and ${used} in line ${lineOf(dockerfile, first.instruction.span)}: one of them is enough`,
        at: span,
        evidence: [quote(dockerfile, span)],
      };
    }
  },
});

function called({ written }: RunBody): readonly (typeof tools)[number][] {
  return tools.filter((tool) => written.some(({ program }) => program === tool));
}
