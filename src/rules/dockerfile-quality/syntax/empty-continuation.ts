import type { DockerfileFact, Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import type { Edit } from "../../../domain/finding/fix.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/empty-continuation",
  title: "Empty line inside an instruction",
  why: "An empty line behind a continuation is skipped today, so the instruction goes on where a reader sees its end. Docker has announced that it will become an error, and the build will then stop here.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "Docker drops a line of nothing but blanks from the middle of an instruction before it reads the instruction. The line goes as a whole, and only between lines that continuations join: never in the body of a heredoc, and never behind the last line, where the continuation itself is the fault.",
  },
  also: ["buildkit/NoEmptyContinuation"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN date && \\\n\n    # which user\n    id\n",
      good: "FROM debian:trixie-slim\nRUN date && \\\n    # which user\n    id\n",
    },
  ],
  *check({ dockerfile }) {
    const last = dockerfile.instructions.at(-1);
    for (const instruction of dockerfile.instructions) {
      const inside = blankLines(dockerfile.text, instruction.span.start, endOfLine(instruction));
      const trailingBlanks = instruction === last ? blankLinesBehind(dockerfile, instruction) : [];
      const [first] = [...inside, ...trailingBlanks];
      if (first === undefined) continue;
      const [edit, ...edits] = inside.map((span): Edit => ({ file: dockerfile.file, span, text: "" }));
      yield {
        message: `an empty line inside ${instruction.onbuild ? "ONBUILD" : instruction.keyword}`,
        at: first,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("empty continuation lines will become errors in a future release", "BuildKit, NoEmptyContinuation"),
        ],
        // After the last line the continuation itself is the fault, with unknown intent.
        ...(edit !== undefined && {
          fix: { title: "drop the empty line", applicability: "safe" as const, edits: [edit, ...edits], delta: [] },
        }),
      };
    }
  },
});

/** End of what continuations join; heredocs begin behind it. */
function endOfLine({ keywordSpan, argsSpan, flags }: Instruction): number {
  return Math.max(keywordSpan.end, argsSpan.end, flags.at(-1)?.span.end ?? 0);
}

/** Blank lines between two places, each with its line break. */
function blankLines(text: string, start: number, end: number): Span[] {
  const lines: Span[] = [];
  for (let at = text.indexOf("\n", start) + 1; at > 0 && at < end;) {
    const next = text.indexOf("\n", at) + 1;
    if (next === 0 || next > end) break;
    if (isBlank(text, at, next)) lines.push({ start: at, end: next });
    at = next;
  }
  return lines;
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

/** The letters of most lines need no pattern. */
function isSpace(code: number): boolean {
  // A byte order mark is a blank to JavaScript and content to Docker (Go's unicode.IsSpace).
  return code <= 0x20 || (code >= 0x7f && code !== 0xfeff) ? /\s/.test(String.fromCharCode(code)) : false;
}

/** The file ends in a continuation with only blank and comment lines behind it. */
function blankLinesBehind({ text, escape }: DockerfileFact, { span, heredocs }: Instruction): Span[] {
  if (heredocs.length > 0 || text[span.end - 1] !== escape || text[span.end - 2] === escape) return [];
  return blankLines(text, span.end, text.length);
}
