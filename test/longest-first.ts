import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds on two cores, of files that take more than a minute: a long one that begins last would leave the other lane idle. */
const seconds: Readonly<Record<string, number>> = {
  "test/cli/harden.test.ts": 430,
  "test/engine/proof-set.test.ts": 210,
  "test/engine/proof-learn.test.ts": 180,
  "test/cli/fix-proven.test.ts": 130,
  "test/engine/parser-oracle.test.ts": 90,
  "test/engine/image-sources.test.ts": 85,
  "test/cli/inspect.test.ts": 75,
  "test/engine/proof-needs.test.ts": 70,
  "test/engine/odd-engine.test.ts": 70,
  "test/faults/killed-at-random.test.ts": 70,
  "test/supervision.test.ts": 70,
};

/** Vitest's own order, which on a fresh machine goes by the size of a file, with the files that are known to be long before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const length = ({ moduleId }: TestSpecification) =>
      Object.entries(seconds).find(([file]) => moduleId.endsWith(`/${file}`))?.[1] ?? 0;
    const projects = [...new Set(usual.map(({ project }) => project))];
    return projects.flatMap((project) =>
      usual.filter((one) => one.project === project).toSorted((one, other) => length(other) - length(one)),
    );
  }
}
