import type { Fix } from "../../domain/finding/fix.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

type Untouchable = readonly { readonly span: Span; readonly json: boolean }[];

/**
 * What an ONBUILD trigger does is seen only in the build of another image, which no proof of this one runs: never edited.
 * The words of an exec-form RUN are JSON strings: an edit must leave them that.
 */
export function mayEdit({ edits }: Fix, dockerfile: DockerfileFact | undefined): boolean {
  if (dockerfile === undefined) return true;
  return touched(specialRuns(dockerfile), edits).every(({ span, json }) => {
    const inside = edits.filter((edit) => edit.span.start < span.end && span.start < edit.span.end);
    return json && isExecForm(edited(dockerfile.text, span, inside));
  });
}

/** They lie one behind the other: thousands of findings in as many of them cost a search each. */
function touched(all: Untouchable, edits: Fix["edits"]): Untouchable {
  const found = new Set<Untouchable[number]>();
  for (const { span } of edits) {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle]?.span.end ?? 0) <= span.start) low = middle + 1;
      else high = middle;
    }
    for (let one = all[low]; one !== undefined && one.span.start < span.end; one = all[++low]) found.add(one);
  }
  return [...found];
}

const specialRuns = oncePer(({ instructions }: DockerfileFact): Untouchable =>
  instructions.flatMap(({ onbuild, keyword, json, argsSpan, span }): Untouchable => {
    if (onbuild) return [{ span, json: false }];
    return keyword === "RUN" && json !== undefined ? [{ span: argsSpan, json: true }] : [];
  }),
);

function edited(text: string, span: Span, edits: Fix["edits"][number][]): string {
  let result = text.slice(span.start, span.end);
  for (const edit of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, edit.span.start - span.start) + edit.text + result.slice(edit.span.end - span.start);
  }
  return result;
}

function isExecForm(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string");
  } catch {
    return false;
  }
}
