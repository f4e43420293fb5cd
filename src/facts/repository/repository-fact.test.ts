import { describe, expect, it } from "vitest";
import { factOf, service, step, type Files } from "../../../test/repository-facts.ts";
import { repositoryFact } from "./repository-fact.ts";
import { repositoryIndex } from "./repository-index.ts";

describe("a repository", () => {
  it("reports nothing where it only builds the folder", () => {
    const quiet = factOf({
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

  it("reports the file and the line of each reason", () => {
    const compose = { "compose.yaml": service("build:", "  context: .", "  additional_contexts: { a: ../b }") };
    expect(factOf(compose).namedContexts).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(factOf(compose).children).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(factOf({ "a/Dockerfile": "FROM ours\n" }).children).toBe(
      "`a/Dockerfile` line 1 may build on it (`FROM ours`)",
    );
    expect(factOf({ "run.sh": "set -e\ndocker exec x apt-get update\n" }).mention(["apt-get"])).toBe(
      "`run.sh` line 2 mentions `apt-get`",
    );
    const elsewhere = { "compose.yaml": service("build:", "  context: .", "  dockerfile: docker/Dockerfile") };
    expect(factOf(elsewhere, "docker/Dockerfile").otherContext).toBe(
      "`compose.yaml` line 5 names `docker/Dockerfile`, which may be built with another folder",
    );
  });

  it("returns one reason for everything when the repository was not read", () => {
    const reason = "`big.sql` was not read (larger than 1 MB)";
    const unread = repositoryFact(repositoryIndex([], { unread: reason }), { path: "Dockerfile" });
    expect([unread.namedContexts, unread.children, unread.otherContext, unread.mention([])]).toEqual(
      Array(4).fill(reason),
    );
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
  ])("by %s", (_, files) => expect(factOf(files).mention(words)).toBeDefined());

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
  ])("not by %s", (_, files) => expect(factOf(files).mention(words)).toBeUndefined());

  it("reports the first file for any order of words", () => {
    const files = { "a.sh": "ls /var/lib/apt/lists\n", "b.sh": "apt-get update\n" };
    expect(factOf(files).mention(words)).toBe("`a.sh` line 1 mentions `/var/lib/apt/lists`");
    expect(factOf(files).mention(["apt-get"])).toBe("`b.sh` line 1 mentions `apt-get`");
    expect(factOf(files).mention([])).toBeUndefined();
  });
});
