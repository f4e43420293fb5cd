import { setFlagsFromString } from "node:v8";

/**
 * How often a function has run when V8's compilers look at it, while an image is read and else: what V8 13.6 has where its middle compiler is on. For two of them
 * that is not what --v8-options prints, and only the true value gives back the switches that kept code belongs to.
 */
export const thresholds = [
  { flag: "--invocation-count-for-maglev", reading: 3_000, usual: 400 },
  { flag: "--invocation-count-for-maglev-osr", reading: 500, usual: 100 },
  { flag: "--invocation-count-for-turbofan", reading: 200_000, usual: 10_000 },
  { flag: "--invocation-count-for-osr", reading: 50_000, usual: 800 },
] as const;

/** Only for versions of Node that were measured: another may have other switches. */
const isKnown = process.versions.node.startsWith("24.");
let holders = 0;

/**
 * While one of these is held, V8 optimises functions later. An image is read in a fraction of a second, and a third of its processor time went
 * into compilers whose code then hardly ran (figures: docs/design.md). Given back at the end: code that is kept (bin/program.js) belongs
 * to the switches that hold when it is loaded and when the process ends.
 */
export function optimisedLater(): Disposable {
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
