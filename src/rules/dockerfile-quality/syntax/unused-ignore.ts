import { practices } from "../../../domain/finding/practice.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/unused-ignore",
  title: "Unused suppression",
  why:
    "A comment that silences a rule outlives the fault it was written for. It then hides the next fault of that kind, which no one decided to accept. " +
    "Comments of other tools, and ignores for rules that were not run, are left alone.",
  severity: "info",
  needs: ["ignores"],
  fix: "safe",
  whySafe: {
    sameReading:
      "A comment line is not part of any instruction. It is removed only when it stands by itself, names a rule of ours that was run and found nothing, lies in no heredoc (where it would be content), and stands above no line that would then become a parser directive. In a Compose file, a manifest or a unit it is a comment as YAML or systemd reads it, alone on its line, and the file must say the same afterwards. Comments for other tools are left to a person.",
  },
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM debian:13\n# hullproof ignore build/shell-form-cmd: it was in shell form\nCMD ["sleep", "infinity"]\n',
      good: 'FROM debian:13\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ ignores }) {
    for (const { id, span, state, line } of ignores.states) {
      if (state !== "unused" || (!isOwn(id) && isOthersComment(ignores.text, span.start))) continue;
      yield {
        message: `${id} is ignored here, and finds nothing here`,
        at: span,
        evidence: [quote(ignores, span)],
        ...(line && {
          fix: {
            title: "remove the comment",
            // Another tool may find more under its id than we do.
            applicability: isOwn(id) ? ("safe" as const) : ("suggested" as const),
            edits: [{ file: ignores.file, span: line, text: "" }] as const,
            comments: [{ file: ignores.file, text: ignores.text.slice(span.start, span.end) }],
            delta: [],
          },
        }),
      };
    }
  },
});

function isOwn(id: string): boolean {
  return practices.some((practice) => id.startsWith(`${practice}/`));
}

/** A comment in the syntax of another tool, which may have findings under its id that no rule here has. */
function isOthersComment(text: string, at: number): boolean {
  const end = text.indexOf("\n", at);
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, end === -1 ? text.length : end);
  return line.includes("#") && !line.includes("hullproof");
}
