import { imageBelow, isBusybox } from "../../../facts/dockerfile/base-shell.ts";
import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { inherited } from "../../../facts/dockerfile/stage-tree.ts";
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
    "somewhere among them. `-nv` prints one line a file, `--progress=dot:giga` a line for every 32 MB. " +
    "The wget of BusyBox, which Alpine has without the package, is left alone.",
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
    const isAdded = inherited(dockerfile, ({ instructions }) =>
      instructions.some(({ commands = [] }) => commands.some(addsWget)),
    );
    for (const { written, stage } of runBodies(dockerfile)) {
      // That of BusyBox prints a line a second, and knows no --progress.
      if (isBusybox(imageBelow(dockerfile, stage)) && isAdded[stage.index] !== true) continue;
      for (const { program, args, span, command } of written) {
        if (program !== "wget" || args.includes("-nv") || command?.wrappers?.includes("busybox")) continue;
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
              title: "print a line for every 32 MB",
              applicability: "suggested" as const,
              edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " --progress=dot:giga" }] as const,
            },
          }),
        };
      }
    }
  },
});

function addsWget({ name, words }: ShellCommand): boolean {
  return (
    name === "apk" &&
    words.some(({ text }) => text === "add") &&
    words.some(({ text }) => /^wget(?:[=<>~@]|$)/.test(text))
  );
}
