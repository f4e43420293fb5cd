import type { StepResult } from "../../../steps/step-kind.ts";
import { withPattern } from "../../../sources/bounded/with-pattern.ts";
import { printable } from "../../judge/shape.ts";

const bodyKept = 4096;

/** A response, shortened for the comparison. */
export function clipResponse(text: string, bytes = Buffer.byteLength(text)): Pick<StepResult, "body" | "bytes"> {
  return { body: text.slice(0, bodyKept), bytes };
}

/** Under load a thousand consecutive responses are equal, and so are the results of each pattern. */
const lastOf = new Map<string, { readonly text: string; readonly answer: boolean }>();
const patternsKept = 32;

/** A pattern on one line: messages end at a line break. */
export function shownPattern(pattern: string): string {
  return `/${new RegExp(pattern, "us").source}/`;
}

/** Matches the user's pattern against untrusted output. Throws `Failure` (`timed-out`) if that takes too long. */
export function matches(pattern: string, text: string): boolean {
  const last = lastOf.get(pattern);
  if (last?.text === text) return last.answer;
  const answer = withPattern(pattern, () => new RegExp(pattern, "us").test(text));
  if (lastOf.size >= patternsKept) lastOf.clear();
  lastOf.set(pattern, { text, answer });
  return answer;
}

/** The beginning of a text, on one line. */
export function sample(text: string): string {
  const line = printable(text).replace(/\s+/gu, " ").trim().slice(0, 120);
  return line === "" ? "it is empty" : line;
}

/** The last line of a command's output, for a message. */
export function lastLine(...streams: readonly string[]): string {
  const finalLine = printable(streams.join("\n")).trim().split("\n").at(-1) ?? "";
  return finalLine === "" ? "" : `: ${finalLine.slice(0, 300)}`;
}
