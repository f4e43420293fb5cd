import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds on two cores, of files that take more than about twenty: a long one that begins last would leave the other lanes idle. */
const seconds: Readonly<Record<string, number>> = {
  // Engine tests.
  "test/cli/harden-python.test.ts": 260,
  "test/engine/proof-set.test.ts": 210,
  "test/engine/proof-learn.test.ts": 190,
  "test/cli/harden-compose.test.ts": 150,
  "test/engine/matrix.test.ts": 100,
  "test/cli/fix-proven.test.ts": 90,
  "test/engine/image-sources.test.ts": 85,
  "test/cli/harden-refused-fix.test.ts": 80,
  "test/engine/learn-order.test.ts": 90,
  "test/engine/proof-beyond.test.ts": 80,
  "test/engine/proof-tools.test.ts": 80,
  "test/engine/proof-exec-load.test.ts": 35,
  "test/engine/slim.test.ts": 60,
  "test/engine/slim-proof.test.ts": 60,
  "test/engine/proof-needs.test.ts": 70,
  "test/engine/emit-container.test.ts": 60,
  "test/cli/run-time-secrets.test.ts": 50,
  "test/cli/init-trial.test.ts": 40,
  "test/cli/init.test.ts": 40,
  "test/faults/killed-at-random.test.ts": 50,
  // The others.
  "test/fuzz/fuzz.test.ts": 40,
  "test/supervision.test.ts": 28,
  "test/one-file.test.ts": 30,
  "test/match-data.test.ts": 28,
  "src/pipeline/image/hostile-sizes.test.ts": 28,
  "src/sources/bounded/bounded.test.ts": 28,
  "src/versions/orders.test.ts": 25,
  "test/advisories-shared.test.ts": 25,
};

/**
 * The files that are known to be long before all others of their group, whatever their project; then vitest's own order, which on a fresh machine goes
 * by the size of a file.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const length = ({ moduleId }: TestSpecification) =>
      Object.entries(seconds).find(([file]) => moduleId.endsWith(`/${file}`))?.[1] ?? 0;
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return usual.toSorted((one, other) => group(one) - group(other) || length(other) - length(one));
  }
}
