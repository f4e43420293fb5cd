import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./test/closing-line.ts";
import { LongestFirst } from "./test/longest-first.ts";
import { slowFiles } from "./test/measured-times.ts";
import { isCI } from "./test/seed.ts";

const engineTests = {
  globalSetup: ["test/engine/setup.ts"],
  testTimeout: 600_000,
  hookTimeout: 600_000,
  // Containers beside whatever else a CI's machine does: what passes at the second try is listed at the end (test/closing-line.ts).
  retry: isCI ? 1 : 0,
};
/** Each case of a property test has a limit of time. */
const inProcess = {
  resolve: {
    alias: [
      {
        find: /^fast-check$/,
        replacement: fileURLToPath(new URL("test/supervised/fast-check.ts", import.meta.url)),
      },
    ],
  },
};
const units = [
  "src/**/*.test.ts",
  "test/*.test.ts",
  "test/check/*.test.ts",
  "test/corpus/*.test.ts",
  "test/registry/*.test.ts",
  "test/fleet/*.test.ts",
];
/** Folders of other projects. */
const isElsewhere = /^test\/(?:cli|engine|faults|fuzz|programs|web)\//u;
/** Start the command line or many other programs (a process that holds all modules forks three times as slowly), or look at their own process. */
const ownProcess = [
  "test/check-name.test.ts",
  "test/check/compose-secrets.test.ts",
  "src/edits/edit-in-shell.test.ts",
  "src/facts/packages/text/hostile-text.test.ts",
  "src/pipeline/findings/check-rendered.test.ts",
  "src/sources/bounded/bounded.test.ts",
  "src/sources/download/download.test.ts",
  "src/sources/image/registry/blob-stream.test.ts",
  "src/sources/files/copy-tree.test.ts",
  "src/sources/git/object-store.test.ts",
  "src/sources/git/write-commit.test.ts",
  "src/sources/engine/client/drip.test.ts",
  "src/sources/leftovers/sweep-here.test.ts",
  "src/sources/image/unpack/gunzip-source.test.ts",
  "src/sources/programs/run-to-end.test.ts",
  "src/sources/render/run-renderer.test.ts",
  "src/sources/shellcheck/run-shellcheck.test.ts",
  "test/advisory-judges.test.ts",
  "test/check-progress.test.ts",
  "test/check-watch.test.ts",
  "test/completions.test.ts",
  "test/consent-compose.test.ts",
  "test/consent.test.ts",
  "test/custom-rules-images.test.ts",
  "test/custom-rules-wrong.test.ts",
  "test/custom-rules.test.ts",
  "test/docs-commands.test.ts",
  "test/engine-versions.test.ts",
  "test/fleet/*.test.ts",
  "test/foreign-keys.test.ts",
  "test/host-faults.test.ts",
  "test/hostile-output.test.ts",
  "test/inspect-tree.test.ts",
  "test/interrupted-programs.test.ts",
  "test/kept-code.test.ts",
  "test/killed-writing.test.ts",
  "test/library.test.ts",
  "test/lsp-hostile.test.ts",
  "test/lsp-images.test.ts",
  "test/lsp.test.ts",
  "test/mcp-hostile.test.ts",
  "test/mcp.test.ts",
  "test/man-pages.test.ts",
  "test/one-file.test.ts",
  "test/registry/registry.test.ts",
  "test/scanners-asked.test.ts",
  "test/secrets-exact.test.ts",
  "test/secrets-nowhere.test.ts",
  "test/stress.test.ts",
  "test/supervision.test.ts",
  "test/vscode.test.ts",
  "test/whose-home.test.ts",
];
/** `npm run test:unit` leaves them out: those, and what takes long by measurement. */
const slow = [...ownProcess, ...slowFiles(4).filter((path) => !isElsewhere.test(path))];

/** Tests of what one run does to the things of all others, and any that a second lane would disturb. */
const alone = ["test/engine/engine-leftovers.test.ts", "test/engine/safety-limits.test.ts"];

// Projects by what they need: `npx vitest --project unit` needs nothing but Node.
export default defineConfig({
  test: {
    reporters: ["default", new ClosingLine()],
    // Vitest leaves one core free, which is half of a small machine. A third lane for two cores: some files wait for limits of time, for programs and
    // for a browser (measured: with two lanes an eighth of the processors' time was idle). The inner loop waits for nothing and takes two.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongestFirst },
    // Hundreds of tests start the command line from its sources: half of what a start costs is reading them.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/hullproof-compiled", import.meta.url)) },
    projects: [
      // Each lane keeps its modules: to load them again for each of some 480 files was half of the time.
      {
        ...inProcess,
        test: { name: "unit", include: units, exclude: slow, testTimeout: 20_000, hookTimeout: 60_000, isolate: false },
      },
      { ...inProcess, test: { name: "unit-slow", include: slow, testTimeout: 20_000 } },
      {
        // Package managers and compilers of this machine; what is missing is skipped.
        test: { name: "programs", include: ["test/programs/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 600_000 },
      },
      // Random input, with a seed that is printed; each case has its limit of time in a thread or process of its own.
      { test: { name: "fuzz", include: ["test/fuzz/**/*.test.ts"], testTimeout: 300_000 } },
      {
        test: {
          ...engineTests,
          name: "engine",
          include: ["test/engine/**/*.test.ts", "test/cli/**/*.test.ts", "test/faults/**/*.test.ts"],
          exclude: alone,
          // Four files at a time, after the unit tests: with two, two fifths of two cores wait for containers, with three a twelfth (measured over
          // all of them). What a test says of leftovers is about its own runs (test/cli/own-runs.ts).
          maxWorkers: 4,
          // As of the unit tests: a new process for each file, with all modules, was a twentieth of the processors' time.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...engineTests,
          name: "engine-alone",
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "web",
          include: ["test/web/**/*.test.ts"],
          testTimeout: 60_000,
          // The browser is one of several lanes: a page of 600 rows took over the default of 1 s.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
