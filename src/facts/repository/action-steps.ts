import { lineStart } from "./text-block.ts";

const action =
  /\buses:[ \t]{1,8}["']?[\w./-]{0,100}(?:build-push-action|build-and-push|docker\/metadata-action)[\w./-]{0,100}@/g;
/** Looked at in one text. */
const mostSteps = 500;

/** Steps of a workflow that build an image, or name it, each from the line of its action on, where it begins. */
export function actionSteps(text: string): readonly { readonly at: number; readonly step: string }[] {
  return [...text.matchAll(action)].slice(0, mostSteps).flatMap(({ index }) => {
    const start = lineStart(text, index);
    return /^[ \t]*#/.test(text.slice(start, index)) ? [] : [{ at: start, step: stepFrom(text, start) }];
  });
}

/** The lines of a step from that of its action on. */
export function stepFrom(text: string, start: number): string {
  const lines = text.slice(start, start + 8_000).split("\n");
  const indent = /^[ \t]*(?:-[ \t]+)?/.exec(lines[0] ?? "")?.[0].length ?? 0;
  const end = lines.findIndex(
    (line, at) => at > 0 && line.trim() !== "" && (/^[ \t]*/.exec(line)?.[0].length ?? 0) < indent,
  );
  return lines.slice(0, end === -1 ? undefined : end).join("\n");
}
