import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { optimisedLater, thresholds } from "./optimised-later.ts";

test("the usual thresholds are this engine's own, so giving back changes nothing", () => {
  const { stdout } = spawnSync(process.execPath, ["--v8-options"], { encoding: "utf8", maxBuffer: 10_000_000 });
  for (const { flag, usual, reading } of thresholds) {
    expect(stdout).toContain(`default: ${flag}=${usual}\n`);
    expect(reading).toBeGreaterThan(usual);
  }
});

test("it may be held several times", () => {
  const [one, two] = [optimisedLater(), optimisedLater()];
  one[Symbol.dispose]();
  two[Symbol.dispose]();
});
