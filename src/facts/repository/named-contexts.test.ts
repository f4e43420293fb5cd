import { describe, expect, it } from "vitest";
import { factOf, service, step, type Files } from "../../../test/repository-facts.ts";

describe("names of contexts", () => {
  it.each<[string, Files]>([
    [
      "of Compose",
      { "compose.yaml": service("build:", "  context: .", "  additional_contexts:", "    base: service:base") },
    ],
    [
      "of Compose in another folder",
      { "deploy/x.yml": service('build: { context: .., additional_contexts: ["a=b"] }') },
    ],
    ["of bake in HCL", { "docker-bake.hcl": 'target "a" {\n  contexts = {\n    base = "target:base"\n  }\n}\n' }],
    ["of bake by a function", { "build.hcl": 'target "a" {\n  contexts = merge(x, y)\n}\n' }],
    ["of bake in JSON", { "docker-bake.json": '{"target":{"a":{"contexts":{"base":"target:base"}}}}' }],
    [
      "of bake in Compose",
      { "compose.yaml": service("build:", "  x-bake:", "    contexts:", "      a: docker-image://b") },
    ],
    ["of bake by an option", { Makefile: "all:\n\tdocker buildx bake --set '*.contexts.base=docker-image://x'\n" }],
    ["of docker build", { "build.sh": "docker build --build-context base=../base .\n" }],
    ["of Podman in an array", { "cloudbuild.yaml": "steps:\n  - args: ['build', '--build-context', 'a=b', '.']\n" }],
    [
      "of an action",
      {
        ".github/workflows/a.yml": step(
          "- uses: docker/build-push-action@v6",
          "  with:",
          "    build-contexts: |",
          "      a=b",
        ),
      },
    ],
    ["of BuildKit", { "b.sh": "buildctl build --opt context:base=docker-image://x\n" }],
    ["of a remote bake file", { "b.sh": "docker buildx bake https://example.org/x.git\n" }],
    ["of a source policy", { "b.sh": "export EXPERIMENTAL_BUILDKIT_SOURCE_POLICY=policy.json\n" }],
    ["of an included project", { "compose.yaml": "include:\n  - oci://example.org/x:1\nservices: {}\n" }],
    ["of a project outside", { "a/compose.yaml": "include:\n  - ../../x/compose.yaml\nservices: {}\n" }],
    [
      "of a base that has another project's file",
      { "compose.yaml": service("extends:", "  file: ../common.yml", "  service: a") },
    ],
    ["of its base by a tag", { Dockerfile: "FROM debian:13\n", Makefile: "base:\n\tdocker build -t debian:13 base\n" }],
    [
      "of its base by Compose",
      { Dockerfile: "FROM debian:13\n", "compose.yaml": service("image: debian:13", "build: base") },
    ],
  ])("%s", (_, files) => {
    expect(factOf(files).namedContexts).toBeDefined();
    expect(factOf(files).children).toBeDefined();
  });

  it.each<[string, Files]>([
    ["not prose", { "README.md": "It works in different contexts: at home and elsewhere.\n" }],
    ["not code", { "a.ts": "for (const context of contexts) use(context);\n" }],
    ["not a Compose file of the repository", { "compose.yaml": "include:\n  - sub/compose.yaml\nservices: {}\n" }],
    [
      "not an official image that is run",
      { Dockerfile: "FROM debian:13\n", "compose.yaml": service("image: debian:13") },
    ],
    ["not another official name", { Dockerfile: "FROM debian:13\n", Makefile: "x:\n\tdocker build -t node .\n" }],
  ])("%s", (_, files) => expect(factOf(files).namedContexts).toBeUndefined());
});
