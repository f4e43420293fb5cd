import { repeatedly, type Repetition } from "../../../sources/bounded/repeatedly.ts";
import type { CallNumbers } from "./call-trace.ts";
import type { TraceInstance } from "../trace/trace-instance.ts";

type Counts = ReadonlyMap<string | number, number>;

/** More lines in one read than a parser keeps up with on a slow machine. */
const busyLines = 2000;
const everyMs = 100;
/** Records of a call above which more teach nothing. */
const oftenSeen = 20;
/** Maximum length of a kernel filter: less than a page. */
const longestCondition = 4000;

/** Linux 6.12. */
export const fileEvents = ["mm_filemap_get_pages", "mm_filemap_map_pages", "mm_filemap_fault"].map(
  (name) => `filemap/${name}`,
);

/**
 * Keeps a busy container from filling the buffer: frequent calls and files of the container are no longer recorded.
 * `always` is the constant condition, `lines` the number of lines so far. Calls with relevant arguments stay.
 */
export function thinOut(
  trace: TraceInstance,
  numbers: CallNumbers,
  always: string,
  lines: () => number,
  counts: () => { readonly calls: Counts; readonly files: Counts },
): Repetition {
  const traceIds = new Set<string | number>(Object.values(numbers));
  let previousLines = 0;
  let [calls, files] = [always, always];
  const look = async () => {
    const lineCount = lines();
    const busy = lineCount - previousLines > busyLines;
    previousLines = lineCount;
    if (!busy) return;
    const currentCounts = counts();
    const ids = frequent(currentCounts.calls).filter((id) => !traceIds.has(id));
    const nextCalls = condition("id", ids, always);
    if (nextCalls !== calls && (await trace.filter("raw_syscalls/sys_enter", nextCalls))) calls = nextCalls;
    const inodes = frequent(currentCounts.files).map((file) => String(file).replace(/^.*:/u, ""));
    const nextFiles = condition("i_ino", inodes, always);
    if (nextFiles === files) return;
    for (const event of fileEvents) await trace.filter(event, nextFiles);
    files = nextFiles;
  };
  return repeatedly(everyMs, look);
}

function frequent(counts: Counts): (string | number)[] {
  return [...counts]
    .filter(([, times]) => times >= oftenSeen)
    .toSorted(([, a], [, b]) => b - a)
    .map(([key]) => key);
}

/** `0` removes the condition, Documentation/trace/events.rst, "Clearing filters". */
export function condition(field: string, without: readonly (string | number)[], always = "0"): string {
  let text = always === "0" ? "" : always;
  for (const value of without) {
    const next = `${text}${text === "" ? "" : " && "}${field} != ${value}`;
    if (next.length > longestCondition) break;
    text = next;
  }
  return text === "" ? "0" : text;
}
