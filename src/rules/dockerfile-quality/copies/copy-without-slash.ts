import { copyPaths } from "../../../facts/dockerfile/copy-paths.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { isExistingFolder } from "../../../facts/dockerfile/existing-folders.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/copy-without-slash",
  title: "Several files copied to a target without a slash",
  why:
    "With more than one source the target has to be a directory, and only a slash at its end says so. Without it BuildKit writes each file over the one before " +
    "when the directory does not exist yet, and the classic builder refuses.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "`.` as the target is the working directory, which Docker takes for a directory as it is (BuildKit adds the slash itself), so `./` says the same. It is offered as safe for `.` alone; any other target may be a file or not be there, and is offered as proven.",
  },
  also: ["hadolint/DL3021", "trivy/DS-0011", "kics/copy_with_more_than_two_arguments_not_ending_with_slash"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY package.json package-lock.json /app\n",
      good: "FROM node:24-slim\nCOPY package.json package-lock.json /app/\n",
    },
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY ["package.json", "my lock.json", "."]\n',
      good: 'FROM node:24-slim\nWORKDIR /app\nCOPY ["package.json", "my lock.json", "./"]\n',
    },
  ],
  *check(facts) {
    const { dockerfile } = facts;
    for (const { stage, instruction } of [...ofKeyword(dockerfile, "COPY"), ...ofKeyword(dockerfile, "ADD")]) {
      const { keyword, words } = instruction;
      if (words.length < 3) continue;
      const paths = copyPaths(instruction);
      if (paths === undefined || paths.target.text.endsWith("/")) continue;
      const { text, span } = paths.target;
      if (dockerfile.windows && text.endsWith("\\")) continue;
      const expandedTarget = text.includes("$") ? facts.variables?.expandDefaults(instruction, text) : text;
      if (expandedTarget?.endsWith("/") === true) continue;
      // The working directory exists and is a directory, whatever its path.
      const isFolder = /^\.{1,2}(\/\.{1,2})*$/.test(text);
      const isThere =
        expandedTarget !== undefined && isExistingFolder(dockerfile, { stage, instruction, path: expandedTarget });
      const quoted = /["']$/.test(dockerfile.text.slice(span.start, span.end)) ? 1 : 0;
      const end = { start: span.end - quoted, end: span.end - quoted };
      yield {
        message: isFolder
          ? `${keyword} of ${paths.sources.length} sources: \`${text}\` is a directory, and a slash at the end says so`
          : `${keyword} of ${paths.sources.length} sources to \`${text}\`, which no slash marks as a directory${isThere ? ", though it is there already" : ""}`,
        at: span,
        severity: isFolder ? "info" : expandedTarget === undefined || isThere ? "warning" : "error",
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "if multiple source files are specified, the destination must be a directory and end with a slash",
            "Dockerfile reference, COPY",
          ),
        ],
        fix: {
          title: `${text}/`,
          applicability: text === "." ? "safe" : "proven",
          edits: [{ file: dockerfile.file, span: end, text: "/" }],
          delta: [],
        },
      };
    }
  },
});
