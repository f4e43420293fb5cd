// What other files of the repository say: they build on the image, run commands in it, or build it with another folder or stage.
import { inRepository, type RuleContexts } from "./context.ts";

const base = "FROM debian:trixie-slim AS base\nRUN apt-get update && apt-get install -y curl\n";
const child = "FROM base\nRUN apt-get install -y jq\n";
const installs = "apt-get install -y jq";

export const listsUsedElsewhere: RuleContexts = {
  rule: "cleanup/apt-lists",
  contexts: [
    inRepository("Compose: a child by additional_contexts", base, {
      "compose.yaml":
        "services:\n  base:\n    build: .\n  web:\n    build:\n      context: child\n      additional_contexts:\n        base: service:base\n",
      "child/Dockerfile": child,
    }),
    inRepository("bake: a child by contexts", base, {
      "docker-bake.hcl":
        'target "base" {\n  context = "."\n}\ntarget "web" {\n  context = "child"\n  contexts = {\n    base = "target:base"\n  }\n}\n',
      "child/Dockerfile": child,
    }),
    inRepository("bake in JSON", base, {
      "docker-bake.json": JSON.stringify({
        target: { base: { context: "." }, web: { context: "child", contexts: { base: "target:base" } } },
      }),
      "child/Dockerfile": child,
    }),
    inRepository("Compose: dockerfile_inline", base, {
      "compose.yaml": `services:\n  base:\n    build: .\n    image: example/base\n  web:\n    build:\n      dockerfile_inline: |\n        FROM example/base\n        RUN ${installs}\n`,
    }),
    inRepository("Compose: a command installs", base, {
      "compose.yaml": `services:\n  app:\n    build: .\n    command: ["sh", "-c", "${installs} && sleep 1"]\n`,
    }),
    inRepository("Compose: an entrypoint installs", base, {
      "compose.yaml": `services:\n  app:\n    build: .\n    entrypoint: sh -c "${installs}"\n`,
    }),
    inRepository("Compose: a hook installs", base, {
      "compose.yaml": `services:\n  app:\n    build: .\n    post_start:\n      - command: ${installs}\n`,
    }),
    inRepository("devcontainer.json", base, {
      ".devcontainer/devcontainer.json": JSON.stringify({
        build: { dockerfile: "../Dockerfile" },
        postCreateCommand: installs,
      }),
    }),
    inRepository("Makefile", base, { Makefile: `test:\n\tdocker build -t app .\n\tdocker run app ${installs}\n` }),
    inRepository("a workflow", base, {
      ".github/workflows/ci.yml": `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t app . && docker run app ${installs}\n`,
    }),
    inRepository("a script", base, {
      "test.sh": `#!/bin/sh\ndocker build -t app .\ndocker run --rm app ${installs}\n`,
    }),
  ],
};

export const otherFolders: RuleContexts = {
  rule: "build/add-instead-of-copy",
  contexts: [
    inRepository(
      "Compose: the context is the folder above",
      "FROM debian:13\nADD src /srv/\n",
      {
        "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n",
        "docker/src": "plain\n",
        src: "PK an archive, as far as anyone can see\n",
      },
      "docker/Dockerfile",
    ),
    inRepository(
      "a script names the folder above",
      "FROM debian:13\nADD src /srv/\n",
      { "build.sh": "#!/bin/sh\ndocker build -f docker/Dockerfile .\n", "docker/src": "plain\n", src: "other\n" },
      "docker/Dockerfile",
    ),
    inRepository(
      "bake names the folder above",
      "FROM debian:13\nADD src /srv/\n",
      {
        "docker-bake.hcl": 'target "a" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n}\n',
        "docker/src": "plain\n",
        src: "other\n",
      },
      "docker/Dockerfile",
    ),
  ],
};

const stages = "FROM debian:13 AS base\nWORKDIR /app\nFROM base\nWORKDIR data\nCOPY . .\n";

export const otherStages: RuleContexts = {
  rule: "build/relative-workdir",
  contexts: [
    inRepository("Compose: a named context takes the stage's place", stages, {
      "compose.yaml":
        "services:\n  app:\n    build:\n      context: .\n      additional_contexts:\n        base: docker-image://example/other\n",
    }),
    inRepository("bake: a named context takes the stage's place", stages, {
      "docker-bake.hcl": 'target "app" {\n  contexts = {\n    base = "docker-image://example/other"\n  }\n}\n',
    }),
    inRepository("a script: a named context takes the stage's place", stages, {
      "build.sh": "#!/bin/sh\ndocker build --build-context base=docker-image://example/other .\n",
    }),
  ],
};
