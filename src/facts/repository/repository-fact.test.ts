import { describe, expect, it } from "vitest";
import { repositoryFact, type RepositoryFact } from "./repository-fact.ts";
import { indexFile, repositoryIndex } from "./repository-index.ts";
import type { RepositoryLink } from "./repository-texts.ts";

type Files = Readonly<Record<string, string>>;

function fact(files: Files, own = "Dockerfile", links: readonly RepositoryLink[] = []): RepositoryFact {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return repositoryFact(repositoryIndex(all.map(indexFile), { links }), { path: own });
}

const service = (...lines: readonly string[]): string =>
  ["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");
const step = (...lines: readonly string[]): string =>
  ["jobs:", "  a:", "    steps:", ...lines.map((line) => `      ${line}`), ""].join("\n");

describe("a repository", () => {
  it("says nothing where it only builds the folder", () => {
    const quiet = fact({
      Dockerfile: "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      "other/Dockerfile": "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      "compose.yaml": service("build: ."),
      ".github/workflows/ci.yml": step("- run: docker build -t x -f Dockerfile ."),
      "README.md": "# x\n\nSee the Dockerfile.\n",
    });
    expect(quiet.namedContexts).toBeUndefined();
    expect(quiet.children).toBeUndefined();
    expect(quiet.otherContext).toBeUndefined();
    expect(quiet.mention(["apt-get", "/var/lib/apt/lists"])).toBeUndefined();
  });

  it("names the file and the line of each reason", () => {
    const compose = { "compose.yaml": service("build:", "  context: .", "  additional_contexts: { a: ../b }") };
    expect(fact(compose).namedContexts).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(fact(compose).children).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(fact({ "a/Dockerfile": "FROM ours\n" }).children).toBe(
      "`a/Dockerfile` line 1 may build on it (`FROM ours`)",
    );
    expect(fact({ "run.sh": "set -e\ndocker exec x apt-get update\n" }).mention(["apt-get"])).toBe(
      "`run.sh` line 2 mentions `apt-get`",
    );
    const elsewhere = { "compose.yaml": service("build:", "  context: .", "  dockerfile: docker/Dockerfile") };
    expect(fact(elsewhere, "docker/Dockerfile").otherContext).toBe(
      "`compose.yaml` line 5 names `docker/Dockerfile`, which may be built with another folder",
    );
  });

  it("says one thing of everything where it was not read", () => {
    const reason = "`big.sql` was not read (larger than 1 MB)";
    const unread = repositoryFact(repositoryIndex([], { unread: reason }), { path: "Dockerfile" });
    expect([unread.namedContexts, unread.children, unread.otherContext, unread.mention([])]).toEqual(
      Array(4).fill(reason),
    );
  });
});

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
    expect(fact(files).namedContexts).toBeDefined();
    expect(fact(files).children).toBeDefined();
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
  ])("%s", (_, files) => expect(fact(files).namedContexts).toBeUndefined());
});

describe("children", () => {
  it.each<[string, Files]>([
    ["a Dockerfile", { "dev/Dockerfile": "FROM example.org/app:1\nRUN apt-get install -y vim\n" }],
    ["a Dockerfile of any name", { "image.txt": "# dev\nARG V=1\nfrom app:${V}\nrun true\n" }],
    ["an argument", { "dev/Dockerfile": "ARG BASE=debian:13\nFROM ${BASE}\n" }],
    ["a registry that is an argument", { "dev/Dockerfile": "ARG R\nFROM $R/library/debian:13\n" }],
    ["a platform before it", { "dev/Dockerfile": "FROM --platform=$BUILDPLATFORM app\n" }],
    ["a line that goes on", { "dev/Dockerfile": "FROM \\\n  app\n" }],
    ["a later stage", { "dev/Dockerfile": "FROM debian AS a\nFROM app\n" }],
    ["a stage in another case", { "dev/Dockerfile": "FROM debian AS base\nFROM Base\n" }],
    ["a copy", { "dev/Dockerfile": "FROM debian\nCOPY --from=app:1 / /\n" }],
    ["a mount", { "dev/Dockerfile": "FROM debian\nRUN --mount=type=bind,from=app,target=/a true\n" }],
    ["a template", { "Dockerfile.j2": "FROM {{ base }}\n" }],
    [
      "a front end of others",
      { "dev/Dockerfile": "# syntax=devthefuture/dockerfile-x\nFROM debian\nINCLUDE ../Dockerfile\n" },
    ],
    [
      "Compose",
      { "compose.yaml": service("build:", "  dockerfile_inline: |", "    FROM app", "    RUN apt-get install vim") },
    ],
    ["bake", { "docker-bake.hcl": 'target "a" {\n  dockerfile-inline = "FROM app\\nRUN true"\n}\n' }],
    [
      "bake with a heredoc",
      { "docker-bake.hcl": 'target "a" {\n  dockerfile-inline = <<EOT\nFROM app\nRUN true\nEOT\n}\n' },
    ],
    ["a heredoc", { "b.sh": "docker build - <<EOF\nFROM app\nEOF\n" }],
    ["a heredoc in lower case", { "b.sh": "docker build - <<EOF\nfrom app\nrun true\nEOF\n" }],
    ["a pipe", { Makefile: "dev:\n\techo 'FROM app' | docker build -t dev -\n" }],
    ["a pipe in lower case", { Makefile: "dev:\n\tprintf 'from app\\nrun true' | docker build -\n" }],
    ["printf", { Makefile: "dev:\n\tprintf 'FROM %s\\nRUN true' $(IMAGE) | docker build -\n" }],
    ["code", { "dev.py": 'docker.build(f"FROM {image}\\nRUN true")\n' }],
    ["joined strings", { "dev.js": 'docker.build("FROM " + image)\n' }],
    [
      "a workflow",
      {
        ".github/workflows/a.yml": step(
          "- run: |",
          "    cat > D <<X",
          "    FROM app",
          "    X",
          "    docker build -f D .",
        ),
      },
    ],
    ["docs", { "README.md": "Begin your Dockerfile with it:\n\n    FROM example/app\n" }],
    [
      "a stage of another block",
      { "a.md": "```dockerfile\nFROM debian AS app\n```\n\n```dockerfile\nFROM app\n```\n" },
    ],
    ["an Earthfile", { Earthfile: "VERSION 0.8\nbuild:\n  FROM app\n  RUN true\n" }],
    ["buildah", { "b.sh": "c=$(buildah from app)\nbuildah run $c true\n" }],
    ["commit", { "b.sh": "docker commit x app:2\n" }],
    ["Packer", { "a.pkr.hcl": 'source "docker" "a" {\n  image = "app"\n}\n' }],
    ["Singularity", { "a.def": "Bootstrap: docker-daemon\nFrom: app:latest\n" }],
    [
      "Testcontainers",
      { "A.java": "new ImageFromDockerfile().withDockerfileFromBuilder(b -> b.from(x))\n// testcontainers\n" },
    ],
    ["a devcontainer", { ".devcontainer/devcontainer.json": '{"build":{"dockerfile":"../Dockerfile"}}' }],
    [
      "an official name of its own",
      { "a/Dockerfile": "FROM python:3\n", Makefile: "x:\n\tdocker build --tag python:3 .\n" },
    ],
    ["an official name by docker tag", { "a/Dockerfile": "FROM python:3\n", "b.sh": "docker tag app python:3\n" }],
    [
      "an official name in a list of tags",
      { "a/Dockerfile": "FROM python:3\n", "docker-bake.hcl": 'target "a" {\n  tags = ["python:3"]\n}\n' },
    ],
    [
      "a publisher's own",
      {
        "a/Dockerfile": "FROM mcr.microsoft.com/dotnet/sdk:9.0\n",
        "push.sh": "docker push mcr.microsoft.com/dotnet/sdk\n",
      },
    ],
  ])("of %s", (_, files) => expect(fact(files).children).toBeDefined());

  it.each<[string, Files]>([
    [
      "official images",
      { "a/Dockerfile": "FROM docker.io/library/python:3.12@sha256:0123 AS a\nFROM nginx:1\nCOPY --from=a /x /x\n" },
    ],
    [
      "an official image whose tag is an argument",
      { "a/Dockerfile": "ARG V=3\nFROM --platform=linux/amd64 python:${V}-slim\n" },
    ],
    [
      "scratch",
      { "a/Dockerfile": "FROM golang AS build\nFROM scratch\nCOPY --from=0 /x /x\nCOPY --from=build /y /y\n" },
    ],
    ["a stage of its own", { "a/Dockerfile": "FROM debian AS base\nFROM base AS next\nFROM next\n" }],
    ["a publisher", { "a/Dockerfile": "FROM mcr.microsoft.com/dotnet/sdk:9.0\nFROM gcr.io/distroless/static\n" }],
    ["Python", { "a.py": "from datetime import datetime\n# runs docker\n" }],
    ["SQL of a program without builders", { "a.sql": "SELECT *\nFROM users\nWHERE id = 1;\n" }],
    ["JavaScript", { "a.js": "import x from 'docker';\n" }],
    ["prose", { "README.md": "The image comes\nfrom docker hub.\nIt is `FROM` scratch.\n" }],
    [
      "docs that begin with official images",
      {
        "a.md":
          "```dockerfile\nFROM node:24 AS builder\nRUN npm run build\nFROM nginx\nCOPY --from=builder /a /b\n```\n",
      },
    ],
    [
      "a devcontainer of another Dockerfile",
      { ".devcontainer/devcontainer.json": '{"build":{"dockerfile":"Dockerfile"}}' },
    ],
    [
      "a devcontainer's image",
      { ".devcontainer/devcontainer.json": '{"image":"mcr.microsoft.com/devcontainers/base:debian"}' },
    ],
  ])("not of %s", (_, files) => expect(fact(files).children).toBeUndefined());

  it("counts no link to the Dockerfile as another one", () => {
    const link = { path: "a/Dockerfile", target: "Dockerfile" };
    expect(fact({ Dockerfile: "FROM ours\n" }, "Dockerfile", [link]).children).toBeUndefined();
    expect(fact({ Dockerfile: "FROM ours\n" }, "a/Dockerfile", [link]).children).toBeUndefined();
  });
});

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
    ["an absolute path", docker, { "b.sh": "docker build -f /work/docker/Dockerfile /work\n" }],
  ])("by %s", (_, own, files) => expect(fact(files, own).otherContext).toBeDefined());

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
  ])("not by %s", (_, own, files) => expect(fact(files, own).otherContext).toBeUndefined());

  it("follows links to the Dockerfile, and settings outside of the repository", () => {
    const link = { path: "app/Dockerfile", target: "Dockerfile" };
    expect(fact({}, "Dockerfile", [link]).otherContext).toBe("`app/Dockerfile` is a link to `Dockerfile`");
    expect(fact({}, "app/Dockerfile", [link]).otherContext).toBe("`app/Dockerfile` is a link to `Dockerfile`");
    expect(fact({}, "b/Dockerfile", [link]).otherContext).toBeUndefined();
    const settings = repositoryFact(repositoryIndex([]), { path: "Dockerfile", contextReason: "because" });
    expect(settings.otherContext).toBe("because");
  });
});

describe("mentions", () => {
  const words = ["apt-get", "/var/lib/apt/lists"];
  it.each<[string, Files]>([
    ["Compose's command", { "compose.yaml": service("image: x", "command: sh -c 'apt-get update && start'") }],
    ["Compose's hook", { "compose.yaml": service("post_start:", "  - command: /usr/bin/apt-get update") }],
    [
      "Compose's health check",
      { "compose.yaml": service('healthcheck: { test: ["CMD", "ls", "/var/lib/apt/lists"] }') },
    ],
    ["Compose's volume", { "compose.yaml": service("volumes:", "  - lists:/var/lib/apt/lists") }],
    ["a script", { "run.sh": "docker exec app apt-get install -y vim\n" }],
    ["a Makefile", { Makefile: "x:\n\tdocker run app apt-get install -y vim\n" }],
    ["a manifest", { "pod.yaml": 'args: ["apt-get", "update"]\n' }],
    ["a chart", { "templates/a.yaml": "command: {{ .Values.x }} apt-get\n" }],
    ["a justfile", { justfile: "x:\n  podman run app apt-get update\n" }],
    ["package.json", { "package.json": '{"scripts":{"x":"docker run app apt-get update"}}' }],
    ["a workload", { "hullproof.yaml": "workload:\n  steps:\n    - run: apt-get --version\n" }],
    ["docs", { "README.md": "Then `apt-get install` what you need.\n" }],
    ["PowerShell", { "a.ps1": 'docker exec app "apt-get" update\n' }],
    ["a Dockerfile that may build on it", { "dev/Dockerfile": "FROM app\nRUN apt-get install -y vim\n" }],
    [
      "a Dockerfile that shares a cache",
      { "b/Dockerfile": "FROM debian\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update\n" },
    ],
    [
      "a Dockerfile beside names of contexts",
      { "b/Dockerfile": "FROM debian\nRUN apt-get update\n", "docker-bake.hcl": "contexts = {}\n" },
    ],
    ["features", { ".devcontainer/devcontainer.json": '{"build":{"dockerfile":"../Dockerfile"},"features":{"a":{}}}' }],
    ["features of a project", { ".devcontainer.json": '{"dockerComposeFile":"compose.yaml","features":{"a":{}}}' }],
    ["features of an image", { ".devcontainer.json": '{"image":"app","postCreateCommand":"x"}' }],
    [
      "steps in a container",
      { ".github/workflows/a.yml": "jobs:\n  a:\n    container: app:1\n    steps:\n      - uses: x/y@v1\n" },
    ],
    [
      "steps in a container of a registry",
      {
        ".github/workflows/a.yml":
          "jobs:\n  a:\n    container:\n      image: ghcr.io/x/y\n    steps:\n      - uses: x/y@v1\n",
      },
    ],
    ["included jobs", { ".gitlab-ci.yml": "include:\n  - template: X\nimage: app\n" }],
    ["orbs", { ".circleci/config.yml": "orbs:\n  node: x\njobs:\n  a:\n    docker:\n      - image: app\n" }],
    [
      "Ansible",
      { "play.yml": "- hosts: app\n  connection: community.docker.docker\n  tasks:\n    - package: { name: x }\n" },
    ],
    ["Vagrant", { Vagrantfile: 'config.vm.provider "docker"\nconfig.vm.provision "ansible_local"\n' }],
    ["an included project", { "compose.yaml": "include:\n  - https://example.org/x.git\nservices: {}\n" }],
  ])("by %s", (_, files) => expect(fact(files).mention(words)).toBeDefined());

  it.each<[string, Files]>([
    ["a longer word", { "a.sh": "my-apt-get x; apt-get2; xapt-get\n" }],
    ["a shorter path", { "a.sh": "ls /var/lib/apt\n" }],
    ["a Dockerfile on an official image", { "b/Dockerfile": "FROM debian:13\nRUN apt-get update\n" }],
    ["the Dockerfile itself", { Dockerfile: "FROM app\nRUN apt-get update\n" }],
    [
      "steps in an official container",
      { ".github/workflows/a.yml": "jobs:\n  a:\n    container: node:24\n    steps:\n      - uses: x/y@v1\n" },
    ],
    [
      "features of another Dockerfile",
      { "a/.devcontainer.json": '{"build":{"dockerfile":"Dockerfile"},"features":{"a":{}}}' },
    ],
    [
      "a devcontainer without features",
      { ".devcontainer.json": '{"build":{"dockerfile":"Dockerfile"},"features":{}}' },
    ],
  ])("not by %s", (_, files) => expect(fact(files).mention(words)).toBeUndefined());

  it("names the first file, whatever the order of the words", () => {
    const files = { "a.sh": "ls /var/lib/apt/lists\n", "b.sh": "apt-get update\n" };
    expect(fact(files).mention(words)).toBe("`a.sh` line 1 mentions `/var/lib/apt/lists`");
    expect(fact(files).mention(["apt-get"])).toBe("`b.sh` line 1 mentions `apt-get`");
    expect(fact(files).mention([])).toBeUndefined();
  });
});
