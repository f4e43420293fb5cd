import { describe, expect, it } from "vitest";
import { factOf, service, step, type Files } from "../../../test/repository-facts.ts";
import { repositoryFact } from "./repository-fact.ts";
import { repositoryIndex } from "./repository-index.ts";

describe("another context", () => {
  const docker = "docker/Dockerfile";
  it.each<[string, string, Files]>([
    ["Compose", docker, { "compose.yaml": service("build:", "  context: .", "  dockerfile: docker/Dockerfile") }],
    [
      "Compose above",
      "Dockerfile",
      { "compose.yaml": service("build:", "  context: app", "  dockerfile: ../Dockerfile") },
    ],
    ["Compose in braces", docker, { "x.yml": service("build: {context: ., dockerfile: ./docker/Dockerfile}") }],
    [
      "Compose with a variable",
      "Dockerfile",
      { "compose.yaml": service("build:", "  context: .", "  dockerfile: ${FILE:-Dockerfile}") },
    ],
    ["bake", docker, { "docker-bake.hcl": 'target "a" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n}\n' }],
    ["docker build", docker, { "b.sh": "docker build -t x -f docker/Dockerfile .\n" }],
    ["docker build of another folder", "Dockerfile", { "b.sh": "docker build -f Dockerfile app\n" }],
    ["docker build of the folder above", docker, { "docker/b.sh": "docker build -f Dockerfile ..\n" }],
    [
      "podman build over lines",
      docker,
      { Makefile: "x:\n\tpodman build \\\n\t  --file=docker/Dockerfile \\\n\t  .\n" },
    ],
    ["the option glued", docker, { "b.sh": "docker build -fdocker/Dockerfile .\n" }],
    ["a variable for the folder", docker, { "b.sh": "docker build -f $D/Dockerfile .\n" }],
    ["a variable for the file", "Dockerfile", { "b.sh": "docker build -f $FILE .\n" }],
    ["an array", docker, { "cloudbuild.yaml": "steps:\n- args: ['build', '-f', 'docker/Dockerfile', '.']\n" }],
    [
      "an array over lines",
      "Dockerfile",
      { "cloudbuild.yaml": "steps:\n- args:\n  - build\n  - -f\n  - Dockerfile\n  - app\n" },
    ],
    ["PowerShell", docker, { "b.ps1": "docker build `\n  -f docker\\Dockerfile `\n  .\n" }],
    [
      "an action",
      docker,
      {
        ".github/workflows/a.yml": step(
          "- uses: docker/build-push-action@v6",
          "  with:",
          "    context: .",
          "    file: ./docker/Dockerfile",
        ),
      },
    ],
    [
      "an action of another folder",
      "Dockerfile",
      { ".github/workflows/a.yml": step("- uses: x", "  with:", "    file: Dockerfile", "    context: app") },
    ],
    [
      "an action with a matrix",
      "a/Dockerfile",
      { ".github/workflows/a.yml": step("- uses: x", "  with:", "    context: .", "    file: ${{ matrix.file }}") },
    ],
    [
      "a devcontainer",
      ".devcontainer/Dockerfile",
      {
        ".devcontainer/devcontainer.json":
          '{\n  "build": {\n    "dockerfile": "Dockerfile",\n    "context": ".."\n  }\n}',
      },
    ],
    [
      "Skaffold",
      docker,
      {
        "skaffold.yaml":
          "build:\n  artifacts:\n  - image: a\n    context: .\n    docker:\n      dockerfile: docker/Dockerfile\n",
      },
    ],
    [
      "Skaffold with the context around",
      "Dockerfile",
      { "x.yaml": "build:\n  context: app\n  docker:\n    dockerfile: Dockerfile\n" },
    ],
    ["Tilt", "Dockerfile", { Tiltfile: "docker_build('a', 'app', dockerfile='Dockerfile')\n" }],
    [
      "Jenkins",
      "Dockerfile.build",
      { Jenkinsfile: "agent { dockerfile { filename 'Dockerfile.build'; dir 'ci' } }\n" },
    ],
    [
      "kaniko",
      docker,
      {
        ".gitlab-ci.yml":
          "a:\n  script:\n    - /kaniko/executor --dockerfile $CI_PROJECT_DIR/docker/Dockerfile --context $CI_PROJECT_DIR\n",
      },
    ],
    [
      "Tekton",
      "Dockerfile",
      { "run.yaml": "params:\n- name: DOCKERFILE\n  value: ./Dockerfile\n- name: CONTEXT\n  value: app\n" },
    ],
    ["Heroku", docker, { "heroku.yml": "build:\n  docker:\n    web: docker/Dockerfile\n" }],
    ["Render", docker, { "render.yaml": "services:\n- dockerfilePath: ./docker/Dockerfile\n  dockerContext: .\n" }],
    [
      "Maven",
      docker,
      { "pom.xml": "<build><dockerFile>docker/Dockerfile</dockerFile><contextDir>.</contextDir></build>\n" },
    ],
    ["an environment file", docker, { ".env": "DOCKERFILE=docker/Dockerfile\n" }],
    ["a copy", "Dockerfile.prod", { "b.sh": "cp Dockerfile.prod app/Dockerfile && docker build app\n" }],
    ["a copy of its folder", docker, { "b.sh": "cp -r docker/* build/ && docker build build\n" }],
    ["an archive of the folder", "Dockerfile", { "b.sh": "tar -C .. -cf - . | docker build -\n" }],
    ["stdin", docker, { "b.sh": "docker build - < docker/Dockerfile\n" }],
    ["a pipe", "Dockerfile", { "b.sh": "cat Dockerfile | docker build -f - app\n" }],
    ["a filter", "Dockerfile", { "b.sh": "sed s/a/b/ Dockerfile > app/Dockerfile\n" }],
    ["settings", "Dockerfile", { "hullproof.yaml": "build:\n  context: ..\n" }],
    ["an absolute path", docker, { "b.sh": "docker build -f /srv/app/docker/Dockerfile /srv/app\n" }],
  ])("by %s", (_, own, files) => expect(factOf(files, own).otherContext).toBeDefined());

  it.each<[string, string, Files]>([
    ["Compose's default", "Dockerfile", { "compose.yaml": service("build: .") }],
    ["Compose's folder", "app/Dockerfile", { "compose.yaml": service("build:", "  context: ./app") }],
    [
      "Compose's folder with the usual name",
      "app/Dockerfile",
      { "compose.yaml": service("build:", "  context: ./app", "  dockerfile: Dockerfile") },
    ],
    [
      "another Dockerfile",
      "Dockerfile",
      {
        "docker/Dockerfile": "FROM debian\n",
        "compose.yaml": service("build:", "  context: .", "  dockerfile: docker/Dockerfile"),
      },
    ],
    ["another name", "Dockerfile", { "b.sh": "docker build -f Dockerfile.dev app\n" }],
    [
      "docker build",
      "Dockerfile",
      { "b.sh": "docker build --pull -t x --build-arg A=b -f Dockerfile . && docker run x\n" },
    ],
    ["docker build of its folder", docker, { "b.sh": "docker build -f docker/Dockerfile docker/\n" }],
    ["docker build with the folder first", docker, { "b.sh": "docker build ./docker -f ./docker/Dockerfile\n" }],
    ["a variable for both", docker, { "b.sh": "docker build -f $D/Dockerfile $D\n" }],
    ["a Makefile", "Dockerfile", { Makefile: "x:\n\tdocker build -t $(shell git describe) -f Dockerfile .\n" }],
    [
      "an action",
      "app/Dockerfile",
      {
        ".github/workflows/a.yml": step(
          "- uses: x",
          "  with:",
          "    context: app",
          "    file: ./app/Dockerfile",
          "    push: true",
        ),
      },
    ],
    [
      "an action's default",
      "Dockerfile",
      { ".github/workflows/a.yml": step("- uses: x", "  with:", "    context: .", "    file: Dockerfile") },
    ],
    [
      "an array",
      "Dockerfile",
      { "cloudbuild.yaml": "steps:\n- args: ['build', '-t', 'x', '-f', 'Dockerfile', '.']\n" },
    ],
    [
      "a devcontainer's default",
      ".devcontainer/Dockerfile",
      { ".devcontainer/devcontainer.json": '{\n  "build": {\n    "dockerfile": "Dockerfile"\n  }\n}' },
    ],
    [
      "bake's folder",
      "app/Dockerfile",
      { "docker-bake.hcl": 'target "a" {\n  context = "app"\n  dockerfile = "Dockerfile"\n}\n' },
    ],
    ["prose", "Dockerfile", { "README.md": "Look into the Dockerfile. A Dockerfile builds it.\n" }],
    ["settings of the folder", "Dockerfile", { "hullproof.yaml": "build:\n  context: .\n" }],
    ["a copy of another folder", docker, { "b.sh": "cp -r src build/\n" }],
  ])("not by %s", (_, own, files) => expect(factOf(files, own).otherContext).toBeUndefined());

  it("follows links to the Dockerfile, and settings outside the repository", () => {
    const link = { path: "app/Dockerfile", target: "Dockerfile" };
    expect(factOf({}, "Dockerfile", [link]).otherContext).toBe("`app/Dockerfile` is a link to `Dockerfile`");
    expect(factOf({}, "app/Dockerfile", [link]).otherContext).toBe("`app/Dockerfile` is a link to `Dockerfile`");
    expect(factOf({}, "b/Dockerfile", [link]).otherContext).toBeUndefined();
    const settings = repositoryFact(repositoryIndex([]), { path: "Dockerfile", contextReason: "because" });
    expect(settings.otherContext).toBe("because");
  });
});
