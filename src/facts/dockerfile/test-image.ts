import type { DockerfileFact, Stage } from "./dockerfile.ts";
import { saidText } from "./exec-form.ts";

/** A part of a path, a stage's name or an image's tag that says so. */
const word =
  /(?:^|[/._-])(?:tests?|testing|e2e|spec|specs|ci|lint|linter|dev|devel|development|local|devcontainer|storybook|integration|acceptance|benchmarks?)(?:$|[/._-])/i;
/** Images of browsers and test runners. */
const base = /(?:^|[/-])(?:cypress|playwright|puppeteer|selenium|testcafe|browserless|chrome|wdio|karma)(?:$|[/:-])/i;
const runner =
  /(?:^|["'\s/])(?:jest|vitest|mocha|ava|tap|jasmine|karma|cypress|playwright|nightwatch|wdio|testcafe|newman|codeceptjs|nodemon|ts-node-dev|tsx|eslint|prettier|biome|storybook|nyc|c8|artillery|k6|lighthouse|lhci|semantic-release)(?=$|["'\s,\]])/;

/** Whether the image is made for testing, checking or developing, by its file, its final stage, its base or what it starts: it wants what development needs. */
export function isTestImage(dockerfile: DockerfileFact): boolean {
  const final = dockerfile.stages.at(-1);
  return word.test(dockerfile.file) || (final !== undefined && isTestStage(final));
}

function isTestStage({ name, base: from, instructions }: Stage): boolean {
  if (word.test(name ?? "") || base.test(from.text)) return true;
  return instructions.some(
    (instruction) => /^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && runner.test(saidText(instruction)),
  );
}
