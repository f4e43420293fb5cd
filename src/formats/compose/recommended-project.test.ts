import { expect, it } from "vitest";
import { recommendedProject } from "./recommended-project.ts";

const kindOf = (path: string): string =>
  /file/i.test(path) ? "dockerfile" : /pod/.test(path) ? "kubernetes" : "compose";
const choose = (paths: readonly string[], first: "folder" | "containers"): string | undefined =>
  recommendedProject(
    paths.map((path) => ({ kind: kindOf(path), path })),
    first,
  )?.path;

it.each<[readonly string[], string | undefined, string | undefined]>([
  [["compose.yaml", "Dockerfile"], "Dockerfile", "compose.yaml"],
  [["a.compose.yaml", "docker-compose.yml"], "docker-compose.yml", "docker-compose.yml"],
  [["docker-compose.yaml", "docker-compose.yml", "compose.yml"], "compose.yml", "compose.yml"],
  [["a/b/compose.yaml", "a/x.yaml"], "a/x.yaml", "a/x.yaml"],
  [["a/Dockerfile", "a/b/compose.yaml"], "a/Dockerfile", "a/b/compose.yaml"],
  [["a/Dockerfile", "a/compose.yaml"], "a/compose.yaml", "a/compose.yaml"],
  [["Dockerfile.dev", "a/Dockerfile"], "Dockerfile.dev", "Dockerfile.dev"],
  [["Dockerfile.dev", "Containerfile"], "Containerfile", "Containerfile"],
  [["test/compose.yaml", "a/b/c/compose.yaml"], "a/b/c/compose.yaml", "a/b/c/compose.yaml"],
  [["test/compose.yaml", "a/Dockerfile"], "a/Dockerfile", "a/Dockerfile"],
  [["tests/compose.yaml"], "tests/compose.yaml", "tests/compose.yaml"],
  [["b.yaml", "a.yaml"], "b.yaml", "b.yaml"],
  [["pod.yaml"], undefined, undefined],
  [[], undefined, undefined],
])("of %j is %j for a folder, and %j for containers", (paths, folder, containers) => {
  expect(choose(paths, "folder")).toBe(folder);
  expect(choose(paths, "containers")).toBe(containers);
});
