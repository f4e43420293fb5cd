import type { Dice } from "../dice.ts";
import type { Call, SoakCase } from "../soak-case.ts";

/** What a word that nobody can read may stand for. */
const meanings = [
  "",
  "--cap-add=ALL",
  "--privileged",
  "--cap-add SYS_ADMIN",
  "--cap-add=SYS_PTRACE --rm",
  "--cap-drop=ALL --cap-add=NET_ADMIN",
  "example/app",
  "-e A=b",
  "--cap-add=ALL example/app",
];

interface Kind {
  readonly file: string;
  /** Words that are replaced, by whoever runs the file. */
  readonly tokens: readonly string[];
  write(line: string): string;
  /** Of a token with a meaning. */
  call(token: string, meaning: string): Call;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const rendered = (file: string, token: string, value: string, command: string): Call => ({
  command,
  renders: [{ file, token, value }],
});

const kinds: readonly Kind[] = [
  {
    file: "deploy.sh",
    tokens: [
      "$OPTS",
      "${OPTS}",
      "$@",
      '"$@"',
      '${1+"$@"}',
      "${P:+$OPTS}",
      "$(echo $OPTS)",
      "`echo $OPTS`",
      "${OPTS:-}",
      "$*",
      "${OPTS-x}",
      "$(printf '%s' \"$OPTS\")",
    ],
    write: (line) => `#!/bin/sh\n${line}\n`,
    call: (_, meaning) => ({ command: `OPTS=${quote(meaning)} P=1 sh deploy.sh ${meaning}` }),
  },
  {
    file: "Makefile",
    tokens: [
      "$(OPTS)",
      "${OPTS}",
      "$(opts)",
      "$(if $(OPTS),$(OPTS))",
      "$(shell echo $(OPTS))",
      "$${OPTS}",
      "$(OPTS:x=y)",
      "$$OPTS",
      "$O",
      "$(call f,$(OPTS))",
    ],
    write: (line) =>
      `OPTS ?=\nopts = $(OPTS)\nO = $(OPTS)\nf = $(1)\nexport OPTS\nrun:\n${line.replaceAll(/^/gm, "\t")}\n`,
    call: (_, meaning) => ({ command: `make run OPTS=${quote(meaning)}` }),
  },
  {
    file: ".github/workflows/ci.yml",
    tokens: ["${{ inputs.opts }}", "${{ matrix.opts }}", "$OPTS", "${{ env.OPTS || '' }}"],
    write: (line) =>
      `on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${line.replaceAll(/^/gm, "          ")}\n`,
    call: (token, meaning) =>
      rendered(
        ".github/workflows/ci.yml",
        token,
        token === "$OPTS" ? token : meaning,
        `sed '1,/run: |/d' .github/workflows/ci.yml > .run.sh; OPTS=${quote(meaning)} bash -e .run.sh`,
      ),
  },
  {
    file: "start.sh",
    tokens: [
      "<%= opts %>",
      "__OPTS__",
      "@OPTS@",
      "{{ opts }}",
      "{{opts}}",
      "%OPTS%",
      "{% if x %}--rm{% endif %}",
      "#{opts}",
      "[[OPTS]]",
      "{opts}",
      "%{opts}",
      "<OPTS>",
      "$env:OPTS",
      "${{opts}}",
      "<<OPTS>>",
      "((opts))",
      "OPTS",
      "@@opts@@",
      "{{- opts -}}",
      "<opts/>",
      "$[opts]",
      "%(opts)s",
      "${opts!}",
    ],
    write: (line) => `#!/bin/sh\n${line}\n`,
    call: (token, meaning) => rendered("start.sh", token, meaning, "sh start.sh"),
  },
  {
    file: "README.md",
    tokens: ["$OPTS", "<options>", "[OPTIONS]", "$(OPTS)", "{{ opts }}"],
    write: (line) => `# app\n\n\`\`\`sh\n${line}\n\`\`\`\n`,
    call: (token, meaning) =>
      rendered(
        "README.md",
        token,
        token === "$OPTS" ? token : meaning,
        `sed -n '/^\`\`\`sh/,/^\`\`\`$/p' README.md | sed '1d;$d' > .run.sh; OPTS=${quote(meaning)} sh .run.sh`,
      ),
  },
];

const harmlessFlags = [
  "--rm",
  "-it",
  "-d",
  "--name app",
  "-p 80:80",
  "-e A=b",
  "--read-only",
  "--init",
  "-v /data:/data",
  "--network host",
  "--memory=1g",
  "--user 1000",
  "--label a=b",
  "--security-opt no-new-privileges",
  "-w /srv",
  "--entrypoint sh",
  "--label x=--cap-add=ALL",
  "-e '--cap-drop=SYS_ADMIN'",
  "--cap-drop=NET_RAW",
  "--cap-drop MKNOD",
  "--cap-add=NET_BIND_SERVICE",
  "--name=$NAME",
  "-e TOKEN",
  "--env-file .env",
  "--new-flag",
  "--new-flag=x",
];

/** A command line with a capability that is of interest, in each kind of file that has them. */
export function runLineCase(dice: Dice, flags: readonly string[], split: boolean): SoakCase {
  const kind = dice.pick(kinds);
  const token = dice.pick(kind.tokens);
  const words = [
    ...dice.sample(harmlessFlags, 0, 3),
    dice.pick(flags),
    ...(dice.chance(0.3) ? [dice.pick(flags)] : []),
    ...(dice.chance(0.5) ? [token] : []),
  ];
  const order = dice.sample(words, words.length, words.length);
  const image = dice.pick([
    "example/app",
    "example/app:1",
    "busybox",
    "$IMAGE",
    "example/app --cap-drop=SYS_PTRACE",
    "example/app sh -c 'echo --cap-drop=SYS_ADMIN,MKNOD'",
    `example/app ${token}`,
  ]);
  const start = dice.pick([
    "docker run",
    "docker run",
    "docker run",
    "docker container run",
    "docker create",
    "sudo docker run",
    "exec docker run",
    "docker --context x run",
    "A=b docker run",
    "command docker run",
    "podman run",
    "time docker run",
    "docker  run",
  ]);
  const plain = [start, ...order, image].join(" ");
  const line = dice.pick([
    plain,
    plain,
    plain,
    plain.replaceAll(" --", " \\\n  --"),
    `if ${plain}; then echo up; fi`,
    `${plain} || exit 1`,
    `${plain} && ${plain}`,
    `echo '${plain.replaceAll("'", "")}'`,
    `cat <<EOF | sh\n${plain}\nEOF`,
    `bash -c "${plain.replaceAll('"', '\\"')}"`,
    `# ${plain}\n${plain}`,
    `for i in 1 2; do ${plain}; done`,
    `{ ${plain}; }`,
    `${plain} &\nwait`,
    `f() { ${plain}; }\nf $OPTS`,
    `X="${plain.replaceAll('"', "")}"\n$X`,
    `set -- ${order.join(" ")}\n${start} "$@" ${image}`,
    `${start} $(cat <<EOF\n${order.join(" ")}\nEOF\n) ${image}`,
  ]);
  const calls = dice.sample(meanings, 3, 3).map((meaning): Call => ({ ...kind.call(token, meaning), split }));
  return { files: { [kind.file]: kind.write(`IMAGE=example/image NAME=name\n${line}`) }, builds: [], calls };
}
