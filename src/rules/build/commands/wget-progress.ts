import { flagsOf, runBodies } from "../../../facts/dockerfile/run-commands.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";

/** Any of these keeps the progress off the build log; letters as they occur in bundles. */
const quiet = ["progress", "q", "quiet", "o", "output-file", "a", "append-output", "no-verbose"];

export default defineRule({
  id: "build/wget-progress",
  title: "wget progress in the build log",
  why:
    "Without a terminal wget prints a line of dots for every 50 KB: a download of 100 MB is 2,000 lines, and the line that says why a build failed is " +
    "somewhere among them. `-nv` prints one line a file, `--progress=dot:giga` a line for every 32 MB.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "suggested",
  also: ["hadolint/DL3047"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN wget https://example.com/a.tgz\n",
      good: "FROM debian:trixie-slim\nRUN wget --progress=dot:giga https://example.com/a.tgz\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "wget")) return;
    for (const { written } of runBodies(dockerfile)) {
      for (const { program, args, span, command } of written) {
        if (program !== "wget" || args.includes("-nv")) continue;
        const flags = flagsOf(args);
        if (quiet.some((flag) => flags.has(flag))) continue;
        const at = command?.words[0]?.span.end;
        yield {
          message: "wget prints a line for every 50 KB into the build log",
          at: span,
          evidence: [
            quote(dockerfile, span),
            reference("dot:giga displays 1 MB a dot and 32 MB a line", "GNU Wget manual, --progress"),
          ],
          ...(at !== undefined && {
            fix: {
              title: "print a line for every 32 MB (GNU wget only)",
              applicability: "suggested" as const,
              edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " --progress=dot:giga" }] as const,
            },
          }),
        };
      }
    }
  },
});
