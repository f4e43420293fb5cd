import { setFlagsFromString } from "node:v8";

/**
 * Call counts at which V8's compilers consider a function, during the reading of an image and otherwise: the values of V8 13.6 with its middle compiler. For two of them
 * --v8-options prints another value, and only the true one restores the flags that cached code depends on.
 */
export const thresholds = [
  { flag: "--invocation-count-for-maglev", reading: 3_000, usual: 400 },
  { flag: "--invocation-count-for-maglev-osr", reading: 500, usual: 100 },
  { flag: "--invocation-count-for-turbofan", reading: 200_000, usual: 10_000 },
  { flag: "--invocation-count-for-osr", reading: 50_000, usual: 800 },
] as const;

/** Only for measured versions of Node: others may have different flags. */
const isKnown = process.versions.node.startsWith("24.");
let holders = 0;

/**
 * Delays V8's optimization while held. An image is read in a fraction of a second, and compilers took a third of its processor time
 * for code that then hardly ran (figures: docs/design.md). Restored at the end: cached code (bin/program.js) depends
 * on the flags at loading and at the end of the process.
 */
export function delayOptimization(): Disposable {
  if (holders++ === 0) set("reading");
  return {
    [Symbol.dispose]() {
      if (--holders === 0) set("usual");
    },
  };
}

function set(when: "reading" | "usual"): void {
  if (isKnown) for (const threshold of thresholds) setFlagsFromString(`${threshold.flag}=${threshold[when]}`);
}
