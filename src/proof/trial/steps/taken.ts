import type { Taken } from "../../../steps/step-kind.ts";
import { withPattern } from "../../../sources/bounded/with-pattern.ts";
import { printable } from "../../judge/shape.ts";

const bodyKept = 4096;

/** An answer as it is kept for the comparison. */
export function answered(text: string, bytes = Buffer.byteLength(text)): Pick<Taken, "body" | "bytes"> {
  return { body: text.slice(0, bodyKept), bytes };
}

/** Under load a thousand answers in a row are the same, and so is what each pattern makes of them. */
const lastOf = new Map<string, { readonly text: string; readonly answer: boolean }>();
const patternsKept = 32;

/** A pattern as it is shown, in one line: messages end at the first. */
export function shownPattern(pattern: string): string {
  return `/${new RegExp(pattern, "us").source}/`;
}

/** A pattern that someone gave, on an answer that someone else gave. Throws `Failure` (`timed-out`) when the two never come to an end. */
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

/** The last thing that a command said, for a message. */
export function lastLine(...streams: readonly string[]): string {
  const said = printable(streams.join("\n")).trim().split("\n").at(-1) ?? "";
  return said === "" ? "" : `: ${said.slice(0, 300)}`;
}
