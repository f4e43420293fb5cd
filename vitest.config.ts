import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./test/closing-line.ts";

// Projects by what they need: `npx vitest --project unit` needs nothing but Node.
export default defineConfig({
  test: {
    reporters: ["default", new ClosingLine()],
    // Vitest leaves one core free, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      {
        // Each case of a property test has a limit of time.
        resolve: {
          alias: [
            {
              find: /^fast-check$/,
              replacement: fileURLToPath(new URL("test/supervised/fast-check.ts", import.meta.url)),
            },
          ],
        },
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "test/*.test.ts", "test/corpus/*.test.ts", "test/registry/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        // Package managers and compilers of this machine; what is missing is skipped.
        test: { name: "programs", include: ["test/programs/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 600_000 },
      },
      // Random input, with a seed that is printed; each case has its limit of time in a thread or process of its own.
      { test: { name: "fuzz", include: ["test/fuzz/**/*.test.ts"], testTimeout: 300_000 } },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts", "test/cli/**/*.test.ts", "test/faults/**/*.test.ts"],
          globalSetup: ["test/engine/setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          // One file at a time, after the unit tests: learning compares timings, and two cores are soon busy.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { name: "web", include: ["test/web/**/*.test.ts"], testTimeout: 60_000 } },
    ],
  },
});
