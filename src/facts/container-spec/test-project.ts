import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { oncePer } from "../../text/once-per.ts";

/** Programs that run tests, at the beginning of a command or after another one. */
const runner = new RegExp(
  "(?:^|[\\s;&|(/'\"])(?:" +
    [
      "pytest|py\\.test|jest|vitest|mocha|rspec|phpunit|behave|cucumber|cucumber-js|testcafe|nightwatch|wdio|tox|nox|bats|ctest|ginkgo|robot|nosetests",
      "(?:playwright|go|cargo|dotnet|deno|bun|mix|sbt|rake|rails|artisan|composer|manage\\.py) test",
      "(?:cypress|newman|k6|artillery|codecept|codeceptjs) run",
      "(?:npm|pnpm|yarn|bun)(?: run)? (?:test|e2e)(?:[:-]\\S{1,40})?",
      "(?:mvn|mvnw|gradle|gradlew|make|just|task)(?: \\S{1,40}){0,4} (?:e2e|tests?|verify)",
      "-m (?:unittest|nose2?)",
      "(?:\\w{1,20}[-_]){0,3}tests?\\.(?:sh|py|js|ts)",
    ].join("|") +
    ")(?=$|[\\s;&|)'\"])",
);
/** Images that are such a program. */
const runnerImage =
  /(?:^|\/)(?:cypress\/included|postman\/newman|(?:grafana|loadimpact)\/k6|artilleryio\/artillery)(?:[:@]|$)/;

/** The files of a Compose project whose plain `up` is a run of tests: one of its services is a test runner, and all others start for it. */
export const testFilesOf = oncePer((containers: readonly ContainerSpec[]): ReadonlySet<string> => {
  const services = containers.filter(({ dialect, profiles }) => dialect === "compose" && profiles === undefined);
  const runners = services.filter(runsTests);
  const needed = new Set(runners.map(({ name }) => name));
  // Iteration includes names that are added during it.
  for (const name of needed) {
    for (const service of services) if (service.name === name) service.dependsOn?.forEach((other) => needed.add(other));
  }
  const isTest = runners.some(dependsOnOthers) && services.every(({ name }) => needed.has(name));
  return new Set(isTest ? runners.map(({ at }) => ("file" in at ? at.file : "")) : []);
});

function runsTests({ image, entrypoint, command }: ContainerSpec): boolean {
  const words = [...(entrypoint?.value ?? []), ...(command?.value ?? [])];
  return runner.test(words.join(" ")) || (entrypoint === undefined && runnerImage.test(image?.value ?? ""));
}

function dependsOnOthers({ dependsOn = [] }: ContainerSpec): boolean {
  return dependsOn.length > 0;
}
