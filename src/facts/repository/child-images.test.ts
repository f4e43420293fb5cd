import { describe, expect, it } from "vitest";
import { factOf, service, step, type Files } from "../../../test/repository-facts.ts";

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
  ])("of %s", (_, files) => expect(factOf(files).children).toBeDefined());

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
  ])("not of %s", (_, files) => expect(factOf(files).children).toBeUndefined());

  it("ignores links to the Dockerfile", () => {
    const link = { path: "a/Dockerfile", target: "Dockerfile" };
    expect(factOf({ Dockerfile: "FROM ours\n" }, "Dockerfile", [link]).children).toBeUndefined();
    expect(factOf({ Dockerfile: "FROM ours\n" }, "a/Dockerfile", [link]).children).toBeUndefined();
  });
});
