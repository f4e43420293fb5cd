import type { Span } from "../../domain/finding/span.ts";
import { arityProblem } from "./arity.ts";
import { readHeredocs, type Heredoc } from "./heredocs.ts";
import { readHead, type Head } from "./instruction.ts";
import type { JoinedText } from "../shell/joined-text.ts";
import { commentOf, isBlank, logicalLine, physicalLine } from "./logical-lines.ts";
import { fault, printable, type Problem, type Refusal } from "./refusal.ts";

/** An instruction whose words are not read yet. */
export interface Raw {
  readonly head: Head;
  readonly joined: JoinedText;
  /** 1-based. */
  readonly line: number;
  readonly span: Span;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Span[];
}

/** No one reads more of them; it bounds what a file that is something else yields. */
const mostRefusals = 50;

/**
 * The instructions from `start` on, and the refusals of those that Docker refuses by themselves. One that Docker cannot read is
 * left out, unless it begins a stage.
 * `line` is the 1-based number of the line at `start`.
 */
export function readRaws(
  text: string,
  start: number,
  firstLine: number,
  escape: "\\" | "`",
): { readonly raws: readonly Raw[]; readonly refusals: readonly Refusal[] } {
  const raws: Raw[] = [];
  const refusals: Refusal[] = [];
  const budget = { searches: 50 };
  let stages = 0;
  let above: Span[] = [];
  let line = firstLine;
  for (let at = start; at < text.length && refusals.length < mostRefusals;) {
    const physical = physicalLine(text, at);
    const comment = commentOf(text, physical);
    if (comment !== undefined || isBlank(text, physical)) {
      if (comment === undefined) above = [];
      else above.push(comment);
      line++;
      at = physical.next;
      continue;
    }
    const { joined, span, next: bodyStart, comments } = logicalLine(text, at, escape);
    const head = readHead(joined, escape);
    const problem = arityProblem(head, joined.text, escape);
    const heredocs = takesHeredoc(head) ? readHeredocs(joined.text, text, bodyStart, budget) : [];
    const refuse = (reason: Problem): void => void refusals.push({ ...reason, line, span });
    const begins = head.keyword === "FROM" && !head.onbuild;
    if (problem !== undefined) refuse(problem);
    else if (stages === 0 && !begins && (head.keyword !== "ARG" || head.onbuild)) {
      refuse(fault(`${head.onbuild ? "ONBUILD" : head.keyword} stands before the first FROM`, "before-from"));
    }
    if ("unterminated" in heredocs) {
      refuse(fault(`the heredoc "${printable(heredocs.unterminated)}" is never closed`));
      break;
    }
    const last = heredocs.at(-1);
    if (begins) stages++;
    if (problem === undefined || (begins && head.args.end > head.args.start)) {
      raws.push({
        head,
        joined,
        line,
        span: { start: span.start, end: last?.end ?? span.end },
        heredocs,
        comments: [...above, ...comments],
      });
    }
    above = [];
    const next = last?.next ?? bodyStart;
    line += lineBreaks(text, at, next);
    at = next;
  }
  return { raws, refusals };
}

function takesHeredoc(head: Head): boolean {
  return head.json === undefined && ["ADD", "COPY", "RUN"].includes(head.keyword);
}

export function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
