import { parseTraceLine, type TraceLine } from "../src/proof/observe/trace/trace-line.ts";

/** As a trace hands them on: what is no event is left out. */
export function traceLines(texts: readonly string[]): TraceLine[] {
  return texts.flatMap((text) => parseTraceLine(text) ?? []);
}
