import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/unread-shell",
  title: "RUN not analyzed",
  why:
    "Rules about packages, caches and downloads read the commands of a RUN. They make no claim where these cannot be read: in a script for another " +
    "interpreter, in a shell other than sh, on Windows, or where the shell would refuse the text. This note says where that is, so that silence is not taken for a pass.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.14\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n",
      good: "FROM python:3.14\nRUN <<EOF\nset -e\npython3 -m compileall\nEOF\n",
    },
  ],
  *check({ dockerfile }) {
    const unread = dockerfile.instructions.filter(
      ({ keyword, unparsed }) => keyword === "RUN" && unparsed !== undefined,
    );
    // A Windows file is one fact, not one a line.
    for (const { keywordSpan, unparsed = "" } of dockerfile.windows ? unread.slice(0, 1) : unread) {
      yield {
        message: `The commands of ${dockerfile.windows ? "the RUNs" : "this RUN"} were not read (${reasonOf(unparsed)}): rules about commands say nothing of them`,
        at: keywordSpan,
        // The build would stop there.
        ...(unparsed.startsWith("syntax error") && !dockerfile.windows && { severity: "warning" as const }),
        evidence: [
          quote(dockerfile, keywordSpan),
          reference("Shell bodies are read as POSIX sh or bash", "hullproof, docs/guide/check.md, What it does not do"),
        ],
      };
    }
  },
});

/** `heredoc for python3`: a separate script; `syntax error: ...` is reported as the shell's refusal. */
function reasonOf(unparsed: string): string {
  if (unparsed.startsWith("syntax error: ")) return `a shell would refuse them, ${unparsed.slice(14)}`;
  return unparsed.startsWith("heredoc for ") ? `a script for ${unparsed.slice(12)}` : unparsed;
}
