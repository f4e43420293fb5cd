import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { andParts, bodyValues, runBodies, type RunBody } from "../../facts/dockerfile/run-commands.ts";
import { lineOf, quote } from "../shared/evidence.ts";
import { mayCall } from "../../facts/dockerfile/programs.ts";
import { defineRule } from "../rule.ts";

const tools = ["curl", "wget"] as const;
type Tool = (typeof tools)[number];

/** The tools that a RUN calls, as one reader of Dockerfiles sees it. */
type View = (dockerfile: DockerfileFact, body: RunBody) => readonly Tool[];

const called: View = (_, { written }) => tools.filter((tool) => written.some(({ program }) => program === tool));
const views: Readonly<Record<string, View>> = {
  "hadolint/DL4001": (dockerfile, body) => (body.instruction.onbuild ? [] : called(dockerfile, body)),
  // The triggers are counted by themselves.
  "hadolint/DL4001 ONBUILD": (dockerfile, body) => (body.instruction.onbuild ? called(dockerfile, body) : []),
  "trivy/DS-0014": (dockerfile, { instruction }) => inText(dockerfile, instruction, false),
  "kics/run_using_wget_and_curl": (dockerfile, { instruction }) => inText(dockerfile, instruction, true),
};

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
    const bodies = runBodies(dockerfile).filter((body) => called(dockerfile, body).length > 0);
    for (const own of Map.groupBy(bodies, ({ stage }) => stage.index).values()) {
      const also = Object.entries(views).flatMap(([peer, view]) => {
        const seen = new Set(own.flatMap((body) => view(dockerfile, body)));
        return seen.size === 2 ? [peer.replace(" ONBUILD", "")] : [];
      });
      const [first] = own;
      const [used] = first === undefined ? [] : called(dockerfile, first);
      const second = own.find((body) => called(dockerfile, body).some((tool) => tool !== used));
      if (also.length === 0 || first === undefined || used === undefined || second === undefined) continue;
      const other = used === "curl" ? "wget" : "curl";
      const span = second.written.find(({ program }) => program === other)?.span ?? second.instruction.argsSpan;
      yield {
        message: `${other} here and ${used} in line ${lineOf(dockerfile, first.instruction.span)}: one of them is enough`,
        at: span,
        evidence: [quote(dockerfile, span)],
        also: [...new Set(also)],
      };
    }
  },
});

/** A part counts that begins with the tool's name and installs nothing; of an exec form, its first word. */
function inText(dockerfile: DockerfileFact, instruction: Instruction, strict: boolean): readonly Tool[] {
  if (instruction.onbuild) return [];
  const values = bodyValues(dockerfile, instruction);
  if (values.length > 1) return tools.filter((tool) => values[0] === tool);
  const parts = strict ? andParts(values[0] ?? "") : (values[0] ?? "").split("&&");
  return tools.filter((tool) => parts.some((part) => part.trimStart().startsWith(tool) && !part.includes("install ")));
}
