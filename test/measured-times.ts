import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Reporter, TestModule } from "vitest/node";

const file = fileURLToPath(new URL("times.json", import.meta.url));

/** Files of less are not listed, so that a measurement changes few lines. */
const leastSeconds = 2;

/** Seconds that a file of tests takes on two idle cores, by its path; absent for a short one. `npm run test:times` measures. */
export function measuredTimes(): Readonly<Record<string, number>> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
}

/** Files that take at least so many seconds. */
export function slowFiles(seconds: number): readonly string[] {
  return Object.entries(measuredTimes()).flatMap(([path, time]) => (time >= seconds ? [path] : []));
}

/** Writes down what each file of a run took; those that did not run keep their time. */
export default class MeasuredTimes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const times = new Map(Object.entries(measuredTimes()));
    for (const module of modules) {
      const { duration, collectDuration } = module.diagnostic();
      const seconds = Math.round((duration + collectDuration) / 1000);
      if (seconds >= leastSeconds) times.set(module.relativeModuleId, seconds);
      else times.delete(module.relativeModuleId);
    }
    const sorted = [...times].toSorted(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
  }
}
