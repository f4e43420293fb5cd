import { describe, expect, it } from "vitest";
import { service, step, type Files } from "../../../test/repository-facts.ts";
import { buildsIn } from "./builds-in.ts";
import { buildContexts, type BuildContexts } from "./build-contexts.ts";

/** With `app`, `dist` and the folders of all files. */
function contextsOf(files: Files, own: string): BuildContexts {
  const paths = new Set([...Object.keys(files), own, "app/a", "docker/a"]);
  const folders = new Set(
    [...paths].flatMap((path) => path.split("/").map((_, at, all) => all.slice(0, at).join("/"))),
  );
  return buildContexts(
    { builds: Object.entries(files).flatMap(([path, text]) => buildsIn({ path, text })), paths, folders },
    own,
  );
}

const docker = "docker/Dockerfile";
const workflow = (...lines: readonly string[]): Files => ({ ".github/workflows/a.yml": step(...lines) });
const pushAction = (...lines: readonly string[]): Files =>
  workflow("- uses: docker/build-push-action@v6", "  with:", ...lines.map((line) => `    ${line}`), "- run: true");
const compose = (...lines: readonly string[]): Files => ({ "compose.yaml": service(...lines) });

describe("the repository root as context", () => {
  it.each<[string, Files]>([
    ["Compose", compose("build:", "  context: .", "  dockerfile: docker/Dockerfile")],
    ["Compose without a context", compose("build:", "  dockerfile: docker/Dockerfile")],
    ["Compose in braces", compose("build: { context: ., dockerfile: ./docker/Dockerfile }")],
    [
      "Compose with quotes and a comment",
      compose("build:", '  context: "./" # all', "  dockerfile: 'docker/Dockerfile'"),
    ],
    [
      "Compose from its folder",
      { "docker/compose.yaml": service("build:", "  context: ..", "  dockerfile: docker/Dockerfile") },
    ],
    [
      "Compose that another project includes",
      { "a/b/compose.yaml": service("build:", "  context: ../../..", "  dockerfile: docker/Dockerfile") },
    ],
    ["bake", { "docker-bake.hcl": 'target "a" {\n  dockerfile = "docker/Dockerfile"\n}\n' }],
    ["bake in JSON", { "docker-bake.json": '{"target": {"a": {"context": ".", "dockerfile": "docker/Dockerfile"}}}' }],
    [
      "what a target of bake inherits",
      {
        "docker-bake.hcl":
          'target "base" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n}\ntarget "a" {\n  inherits = ["base"]\n  args = {\n    A = "b"\n  }\n}\n',
      },
    ],
    ["docker build", { "b.sh": "docker build -t x -f docker/Dockerfile .\n" }],
    ["a script beside it", { "docker/b.sh": "cd docker && docker build -f Dockerfile ..\n" }],
    [
      "a script that finds its folder",
      { "docker/b.sh": 'docker build -f "$(dirname "$0")/Dockerfile" "$(dirname "$0")/.."\n' },
    ],
    [
      "a script with a variable for its folder",
      { "docker/b.sh": 'here="$(cd "$(dirname "$0")" && pwd)"\ndocker build -f "$here/Dockerfile" "$here/.."\n' },
    ],
    ["options in a variable", { "b.sh": 'docker buildx build $OPTIONS --push --file=docker/Dockerfile . "$@"\n' }],
    ["a value in quotes", { "b.sh": 'docker build --label "a=b c" --build-arg A="x" -f docker/Dockerfile .\n' }],
    ["a comment behind it", { "b.sh": "docker build . -f docker/Dockerfile # the image\n" }],
    ["another builder", { Makefile: "x:\n\t$(DOCKER) build -t $(IMAGE):$(TAG) -f ./docker/Dockerfile ./\n" }],
    ["podman over lines", { Makefile: "x:\n\tpodman build \\\n\t  --file docker/Dockerfile \\\n\t  .\n" }],
    [
      "a list of platforms",
      { "package.json": '{"b": "docker build -f docker/Dockerfile --platform a,b . --push",\n}' },
    ],
    ["documents", { "README.md": "    docker build -t <name> -f docker/Dockerfile .\n" }],
    ["a list", { "cloudbuild.yaml": "steps:\n- args: ['build', '-f', 'docker/Dockerfile', '.']\n" }],
    ["the action", pushAction("context: .", "file: docker/Dockerfile")],
    ["the action without a context", pushAction("file: ./docker/Dockerfile", "push: true")],
    ["the action's own context", pushAction('context: "{{defaultContext}}"', "file: docker/Dockerfile")],
    ["the action's workspace", pushAction("context: ${{ github.workspace }}", "file: docker/Dockerfile")],
    ["a matrix", workflow("- a: 1", "- file: ./docker/Dockerfile", "  context: ./", "- file: x", "  context: app")],
    ["a devcontainer", { "docker/devcontainer.json": '{\n  "dockerFile": "Dockerfile",\n  "context": ".."\n}' }],
  ])("by %s", (_, files) => {
    expect(contextsOf(files, docker).folders).toEqual([""]);
  });
});

describe("the Dockerfile's folder as context", () => {
  it.each<[string, Files]>([
    ["no file", {}],
    ["Compose", compose("build: ./docker")],
    ["Compose with a context", compose("build:", "  context: docker")],
    ["a build of another Dockerfile", { ...compose("build:", "  dockerfile: app/Dockerfile"), "app/Dockerfile": "" }],
    ["docker build", { "b.sh": "docker build docker\n" }],
    ["docker build with both", { "b.sh": "docker build -f docker/Dockerfile docker/\n" }],
    ["a variable for both", { "b.sh": 'docker build -f "$d/Dockerfile" "$d/."\n' }],
    ["the action", pushAction("context: docker")],
    ["a folder of the action's repository", pushAction('context: "{{defaultContext}}:docker"')],
    ["another repository", { "b.sh": "docker build -f docker/Dockerfile https://example.org/a.git\n" }],
    ["a file of Compose for Compose", { "b.sh": "docker compose -f $FILE build app\n" }],
    ["another program", { "b.sh": "make -f docker/Dockerfile build .\n" }],
    ["prose", { "README.md": "The file: docker/Dockerfile\ncontext: none\n" }],
    ["a comment", { ...compose("#build:", "#  context: .", "#  dockerfile: docker/Dockerfile") }],
  ])("with %s", (_, files) => {
    expect(contextsOf(files, docker).folders).toEqual(["docker"]);
  });
});

describe("several possible contexts", () => {
  it.each<[string, Files, readonly string[]]>([
    [
      "two builds",
      { ...compose("build: ./docker"), ...pushAction("context: .", "file: docker/Dockerfile") },
      ["", "docker"],
    ],
    ["an expression for the Dockerfile", pushAction("context: .", "file: ${{ matrix.a }}/Dockerfile"), ["", "docker"]],
    ["two expressions", pushAction("context: app", "file: ${{ matrix.a }}/${{ matrix.b }}"), ["app", "docker"]],
    [
      "a script that runs anywhere",
      { "docker/b.sh": 'docker build -f "$(dirname "$0")/Dockerfile" .\n' },
      ["", "docker"],
    ],
    ["a command that may run elsewhere", { "x/b.sh": "cd ..; docker build -f docker/Dockerfile app\n" }, ["app"]],
  ])("by %s", (_, files, folders) => {
    expect(contextsOf(files, docker).folders).toEqual(folders);
  });
});

describe("unknown contexts", () => {
  it.each<[string, Files]>([
    ["a variable", { "b.sh": 'docker build -f docker/Dockerfile "$FOLDER"\n' }],
    ["a folder that is made", { "b.sh": "docker build -f docker/Dockerfile dist\n" }],
    ["two variables", { "b.sh": "docker build -f $FILE $FOLDER\n" }],
    [
      "a variable of bake",
      { "docker-bake.hcl": 'target "a" {\n  context = "${X}"\n  dockerfile = "docker/Dockerfile"\n}\n' },
    ],
    ["a variable of Compose", compose("build:", "  context: ${X}", "  dockerfile: docker/Dockerfile")],
  ])("with %s", (_, files) => {
    const { folders, where } = contextsOf(files, docker);
    expect(folders).toEqual([]);
    expect(where).toMatch(/^`.*` line \d+$/);
  });
  it("prefers a build that names its context", () => {
    const files = {
      "a.sh": "docker build -f docker/Dockerfile $X\n",
      "b.sh": "docker build -f docker/Dockerfile app\n",
    };
    expect(contextsOf(files, docker).folders).toEqual(["app"]);
  });
});
