import type { Dice } from "../dice.ts";
import type { Build, SoakCase } from "../soak-case.ts";

/** What other files may do with the image of `Dockerfile`: build on it, or run a command in it. */
export interface Uses {
  /** Instructions of a child, without FROM. */
  readonly child: string;
  /** Shell that a container of it runs. */
  readonly command: string;
}

const main: Build = { name: "main", dockerfile: "Dockerfile", context: "." };
const childOf = (base: string, folder = "child"): Build => ({
  name: "child",
  dockerfile: `${folder}/Dockerfile`,
  context: folder,
  contexts: { [base]: "main" },
});

/** The Dockerfile beside files that use its image, each as its tool reads them. */
export function repository(dice: Dice, text: string, { child, command }: Uses): SoakCase {
  const inline = JSON.stringify(command);
  const builtOn = (base: string, files: Readonly<Record<string, string>>): SoakCase => ({
    files: { Dockerfile: text, "child/Dockerfile": `FROM ${base}\n${child}\n`, ...files },
    builds: [main, childOf(base)],
  });
  const startedBy = (files: Readonly<Record<string, string>>): SoakCase => ({
    files: { Dockerfile: text, ...files },
    builds: [main],
    starts: [{ build: "main", words: ["-c", `${command}; echo $?; cat /seen`], entrypoint: "/bin/sh" }],
  });
  return dice.pick([
    () =>
      builtOn("base", {
        "compose.yaml":
          "services:\n  base:\n    build: .\n  web:\n    build:\n      context: child\n      additional_contexts:\n        base: service:base\n",
      }),
    () =>
      builtOn("base", {
        "compose.yaml":
          "services:\n  base:\n    build: .\n  web:\n    build:\n      context: child\n      additional_contexts:\n        - base=service:base\n",
      }),
    () =>
      builtOn("base", {
        "docker-bake.hcl":
          'target "base" {\n  context = "."\n}\ntarget "web" {\n  context = "child"\n  contexts = {\n    base = "target:base"\n  }\n}\n',
      }),
    () =>
      builtOn("base", {
        "docker-bake.json": JSON.stringify({
          target: { main: { context: "." }, web: { context: "child", contexts: { base: "target:main" } } },
        }),
      }),
    () =>
      builtOn("example/app", {
        "compose.yaml": "services:\n  app:\n    build: .\n    image: example/app\n  web:\n    build: child\n",
      }),
    () =>
      builtOn("example/app:1", {
        Makefile: "all:\n\tdocker build -t example/app:1 .\n\tdocker build -t example/web child\n",
      }),
    () => builtOn("example/app", { "build.sh": "#!/bin/sh\ndocker build -t example/app . && docker build child\n" }),
    () =>
      builtOn("app", {
        ".github/workflows/ci.yml":
          "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: child\n          build-contexts: app=docker-image://example/app\n",
      }),
    () => builtOn("example/app", {}),
    () => ({
      files: {
        Dockerfile: text,
        "compose.yaml": `services:\n  base:\n    build: .\n  web:\n    build:\n      context: .\n      additional_contexts:\n        base: service:base\n      dockerfile_inline: |\n        FROM base\n${child.replaceAll(/^/gm, "        ")}\n`,
        "child/Dockerfile": `FROM base\n${child}\n`,
      },
      builds: [main, childOf("base")],
    }),
    () => startedBy({ "compose.yaml": `services:\n  app:\n    build: .\n    command: ["sh", "-c", ${inline}]\n` }),
    () => startedBy({ "compose.yaml": `services:\n  app:\n    build: .\n    entrypoint: ["sh", "-c", ${inline}]\n` }),
    () =>
      startedBy({
        "compose.yaml": `services:\n  app:\n    build: .\n    post_start:\n      - command: ["sh", "-c", ${inline}]\n`,
      }),
    () =>
      startedBy({
        "compose.yaml": `services:\n  app:\n    build: .\n    healthcheck:\n      test: ["CMD-SHELL", ${inline}]\n`,
      }),
    () =>
      startedBy({
        ".devcontainer/devcontainer.json": JSON.stringify({
          build: { dockerfile: "../Dockerfile" },
          postCreateCommand: command,
        }),
      }),
    () => startedBy({ Makefile: `test:\n\tdocker build -t app .\n\tdocker run --rm app sh -c ${inline}\n` }),
    () => startedBy({ ".gitlab-ci.yml": `test:\n  image: example/app\n  script:\n    - ${inline}\n` }),
    () =>
      startedBy({
        ".github/workflows/ci.yml": `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t app . && docker run app sh -c ${inline}\n`,
      }),
    () => startedBy({ "README.md": `# app\n\n    docker build -t app .\n    docker run --rm app sh -c ${inline}\n` }),
    () =>
      startedBy({
        "deploy.yaml": `apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n    - name: app\n      image: example/app\n      command: ["sh", "-c", ${inline}]\n`,
      }),
    () => startedBy({ "app.container": `[Container]\nImage=example/app\nExec=sh -c ${inline}\n` }),
  ])();
}
