import { describe, expect, it } from "vitest";
import type { RunLine } from "../../domain/dockerfile/run-line.ts";
import { runLines } from "./run-lines.ts";

/** Each dialect's text around one command, and a word of it that is filled in before the engine's client sees it. */
const dialects: readonly (readonly [file: string, around: (command: string) => string, words: readonly string[]])[] = [
  [
    "Makefile",
    (command) => `OPTS = --cap-add=ALL\nrun:\n\t@${command}\n`,
    [
      "$(OPTS)",
      "${OPTS}",
      "$O",
      "$$OPTS",
      "$$(opts)",
      "$(call opts,x y)",
      "$(if $(P),--cap-add ALL)",
      "@OPTS@",
      "$(X)",
    ],
  ],
  [
    "run.sh",
    (command) => `#!/bin/sh\n${command}\n`,
    [
      "$OPTS",
      "$X",
      "${X}",
      "${P:+--cap-add=ALL}",
      "${P:---cap-add=ALL}",
      "${P+$Q}",
      '${1+"$@"}',
      '"$@"',
      "$@",
      "$*",
      '"${A[@]}"',
      '"${A[@]:1}"',
      "${A[*]}",
      "$(opts)",
      "`opts`",
      '$(opts "a b")',
      "$A$B",
      "$1",
      "__OPTS__",
      "@OPTS@",
      "{{ opts }}",
      "{{opts}}",
      '{{- include "opts" . }}',
      "{% if x %}",
      "{% include 'opts' %}",
      "<%= opts %>",
      "<%- opts -%>",
      "<% if x %>",
      "${{ opts }}",
    ],
  ],
  ["run.bash", (command) => `x=$(${command})\n`, ["$X", '"$@"', "{{ opts }}", "$(opts)"]],
  ["remote.sh", (command) => `ssh host '${command}'\n`, ["$X", "$(opts)", "{{ opts }}"]],
  [
    ".github/workflows/ci.yml",
    (command) => `jobs:\n  a:\n    steps:\n      - run: |\n          ${command}\n`,
    ["${{ inputs.opts }}", "${{ inputs.x }}", "${{ matrix.a && '--cap-add=ALL' || '' }}", "$OPTS", "$X"],
  ],
  [".gitlab-ci.yml", (command) => `a:\n  script:\n    - ${command}\n`, ["$[[ inputs.opts ]]", "$X", "${X}"]],
  ["run.cmd", (command) => `@echo off\r\n${command}\r\n`, ["%OPTS%", "%X%", "!OPTS!", "!X!", "%*", "%1", "%~1", "%%i"]],
  [
    "run.ps1",
    (command) => `$x = 1\n${command}\n`,
    ["$env:OPTS", "$env:X", "$x", "@args", "@dockerArgs", "$($x)", "$script:opts", "${env:X}"],
  ],
  ["run.fish", (command) => `set x 1\n${command}\n`, ["$x", "$argv", "(opts)", "(opts a b)", "(string split)"]],
  ["app.service", (command) => `[Service]\nExecStart=/usr/bin/${command}\n`, ["$OPTS", "$X", "${X}", "%i", "${OPTS}"]],
  [
    "README.md",
    (command) => `Run \`${command}\`.\n`,
    ["[OPTIONS]", "...", "<options>", "<run args>", "$X", "{{ opts }}"],
  ],
  ["justfile", (command) => `run:\n  ${command}\n`, ["{{opts}}", "{{ x }}", "$X"]],
];

const cases = dialects.flatMap(([file, around, words]) => words.map((word) => [word, file, around] as const));

function only(file: string, text: string): RunLine {
  const { lines } = runLines(file, text);
  expect(lines.map((line) => line.text)).toHaveLength(1);
  return lines[0] as RunLine;
}

describe("a word that may become flags", () => {
  it.each(cases)("%s of %s stands for unknown flags, and those behind it count", (word, file, around) => {
    const text = around(`docker run --rm ${word} --privileged app:1`);
    const line = only(file, text);
    expect(line.image?.text).toBe("app:1");
    expect(line.flags.map(({ name }) => name)).toEqual(["rm", "privileged"]);
    expect(line.unknownFlags).toBeDefined();
    expect(text.slice(line.span.start, line.span.end)).toBe(line.text);
    const [, privileged] = line.flags;
    expect(text.slice(privileged?.span.start, privileged?.span.end)).toBe("--privileged");
  });

  it.each(cases)("%s of %s leaves nothing certain behind other flags either", (word, file, around) => {
    const line = only(file, around(`docker run --cap-drop=SYS_ADMIN ${word} app:1`));
    expect(line.unknownFlags).toBeDefined();
    expect(line.flags.map(({ name }) => name)).toEqual(["cap-drop"]);
  });

  it.each(["$X", "${X}", "$(x)", "$1", "$A$B", "{{ x }}", "__X__"])(
    "%s is the image where what follows may be its arguments",
    (word) => {
      for (const args of ["", "sh", "serve --port 80", "--user root db", "-c 'exit 1'", "-it", "--name x --verbose"]) {
        const line = only("run.sh", `docker run -d ${word} ${args}`);
        expect(line.image?.text).toBe(word);
        expect(line.flags.map(({ name }) => name)).toEqual(["detach"]);
        expect(line.unknownFlags).toBeDefined();
      }
    },
  );

  it.each([
    ["docker run --privileged $IMAGE --privileged sh", "$IMAGE", ["privileged"]],
    ["docker run --rm $(IMAGE) --cap-add=ALL x", "$(IMAGE)", ["rm"]],
    ["docker run --rm ${REGISTRY}/app:${TAG} --rm x", "${REGISTRY}/app:${TAG}", ["rm"]],
    ["docker run --rm ${IMAGE:-app} x", "${IMAGE:-app}", ["rm"]],
    ["docker run --rm $IMAGE_ARGS app x", "app", ["rm"]],
    ["docker run --rm $(docker build -q .) --privileged x", "$(docker build -q .)", ["rm"]],
    ["docker run --rm {{ image }} --privileged x", "{{ image }}", ["rm"]],
    ["docker run --rm {{ cookiecutter.image_tag }} x", "{{ cookiecutter.image_tag }}", ["rm"]],
    ["docker run --rm __IMAGE__ x", "__IMAGE__", ["rm"]],
    ["docker run --rm app-$X --privileged", "app-$X", ["rm"]],
  ])("has no flags behind the image: %s", (text, image, flags) => {
    const line = only(
      text.includes("(IMAGE)") ? "run.mk" : "run.sh",
      text.includes("(IMAGE)") ? `a:\n\t${text}` : text,
    );
    expect([line.image?.text, line.flags.map(({ name }) => name)]).toEqual([image, flags]);
  });

  it("finds no image where only flags can follow, and still reads the line", () => {
    for (const word of ['"$@"', "$@", '"${A[@]}"', '${1+"$@"}', "..."]) {
      const line = only("run.sh", `docker run --privileged ${word}`);
      expect(line.image).toBeUndefined();
      expect(line.flags.map(({ name }) => name)).toEqual(["privileged"]);
      expect(line.unknownFlags).toBeDefined();
    }
    expect(runLines("run.sh", 'docker pull "$@"; docker run').lines).toEqual([]);
  });

  it("names a word in messages by its name, never with a value", () => {
    const names = ["$OPTS", "${OPTS}", "$(OPTS)", "{{ OPTS }}", "%OPTS%", "${OPTS:---token hunter2}", "${OPTS[@]}"];
    expect(names.map((word) => only("run.sh", `docker run ${word} --rm app`).unknownFlags)).toEqual(
      names.map(() => "`OPTS`"),
    );
    expect(only("run.sh", "docker run $(opts --token hunter2) --rm app").unknownFlags).toBe("a variable");
  });
});

describe("a word that may become several", () => {
  it.each([
    "-v $PWD:/x",
    "--name $N",
    "--name=$N",
    "--name `id`",
    "-v /a*:/b",
    "-v /a?:/b",
    "--env={A,B}",
    "-e A=$(x)",
    '-e "$@"',
    '-e "${A[@]}"',
    "-e A={{ b }}",
    '-e "A={{ b }}"',
    "-e A=__B__",
    '-e "A=@B@"',
    '-e "$A"$B',
    "-e '$A'",
    "<opts/>",
    "--name a <more>",
  ])("is found: %s", (flags) => {
    expect(only("run.sh", `docker run ${flags} app:1 x`).maySplit).toBe(true);
  });

  it.each(['-v "$PWD:/x"', "-e A=1", '-e "A=$(x "y")"', "--name 'a b'", "-e A=a\\$b", "-e 'A=*'", '-e "A=[*]{a,b}"'])(
    "is none of %s",
    (flags) => {
      expect(only("run.sh", `docker run ${flags} app:1 $X`).maySplit).toBeUndefined();
    },
  );

  it("counts every variable of a makefile and of cmd, quoted or not", () => {
    expect(only("Makefile", 'a:\n\tdocker run --name "$(N)" app:1\n').maySplit).toBe(true);
    expect(only("run.cmd", 'docker run --name "%N%" app:1\r\n').maySplit).toBe(true);
  });
});

it("reads a line full of possible flags in linear time", () => {
  const begin = performance.now();
  for (const word of ["$A ", "{{ x }} ", "$(A) ", "$A --rm ", "__A__ ", "<%= x "])
    for (const file of ["run.sh", "Makefile"]) runLines(file, `a:\n\tdocker run ${word.repeat(4_000)}app`);
  expect(performance.now() - begin).toBeLessThan(15_000);
});
