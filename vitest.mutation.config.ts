import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The tests that mutants have to get past (`npm run mutation`): those beside what is mutated, quick enough to be run a thousand times. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^fast-check$/, replacement: fileURLToPath(new URL("test/supervised/fast-check.ts", import.meta.url)) },
    ],
  },
  test: {
    include: ["src/{consent,fixes,vulnerabilities/matching,versions}/**/*.test.ts", "src/proof/judge/judge*.test.ts"],
    testTimeout: 20_000,
  },
});
