import type { Dice } from "../../dice.ts";
import { baseNames } from "../../engine/base-images.ts";
import { disguise } from "../../pieces/disguise.ts";
import { files, harmless } from "../../pieces/harmless.ts";
import { setting, settingFiles } from "../../pieces/settings.ts";
import { oneDockerfile, type Grammar, type SoakCase } from "../../soak-case.ts";

/** Programs that print what they were started with and in. */
const python = `COPY <<'END' /app/app.py
import os, signal, sys
print(sys.argv, os.getcwd(), {name: value for name, value in os.environ.items() if name != "HOSTNAME"}, os.getppid(), os.getpid(), os.getpgid(0), os.getsid(0))
print(open("/proc/1/comm").read(), open("/proc/self/comm").read(), [str(signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)])
print(os.environ["PWD"] if "--pwd" in sys.argv else "", sorted(os.listdir("/proc/self/fd"))[:4])
END`;
const node = `COPY <<'END' /app/server.js
const { HOSTNAME, ...env } = process.env;
console.log(process.argv, process.cwd(), JSON.stringify(env), process.ppid, process.pid, process.title);
END`;
const shell = `COPY --chmod=755 <<'END' /usr/local/bin/app
#!/bin/sh
env | grep -v HOSTNAME | sort; echo "$0 $# $PPID $$ $PWD"; ls -a
END`;
const scriptless = `COPY --chmod=755 <<'END' /usr/local/bin/plain
echo "without a first line $#"
END`;

const forPython = [
  "python /app/app.py",
  "python app.py",
  "python3 -u app.py --port 8080",
  "python app.py --pwd",
  "python -c 'import os; print(os.environ[\"PWD\"])'",
  'python -c "import os; print(sorted(os.environ))"',
  "python -m app",
  'python -c \'import os; print(os.getppid(), os.environ.get("SHLVL"), os.environ.get("_"))\'',
  "python -c 'import os; print(os.environ.get(\"server.port\", 8080))'",
  "python3 app.py a\\ b \"c d\" 'e f'",
  "python -V",
  "python app.py ~ *.py",
  "python app.py $PORT",
  "python app.py # comment",
  "python app.py; echo $?",
  "python app.py && echo done",
  "python app.py > /tmp/log; cat /tmp/log",
  "exec python app.py",
  "A=1 python app.py",
  "python -c 'import signal,os; print(signal.getsignal(2)); os.kill(os.getpid(), 15)'",
  "python -c 'import sys; sys.exit(3)'",
  "python -c 'import time; time.sleep(0.2)'",
  "python app.py {a,b}",
  "python app.py \\\n  --x",
  "python",
];
const forNode = [
  "node /app/server.js",
  "node server.js",
  "node 'my server.js'",
  "node server.js --port $PORT",
  "npm start",
  "yarn start",
  "node -e 'console.log(process.env.PWD, process.ppid)'",
  "node -p process.argv0",
  "node --version",
  "node",
  'node server.js "a b"',
];
const forAll = [
  "app",
  "app a b",
  "plain x",
  "env",
  "printenv PWD",
  "pwd",
  "sleep 0.1",
  "ls",
  "echo hello",
  "id -u",
  "cat /proc/1/cmdline",
  "cat /proc/self/environ",
  "sh -c 'echo $PPID $PWD'",
  "bash -c 'echo $SHLVL $PPID'",
  "/usr/local/bin/app x",
  "./app",
  "nginx -g 'daemon off;'",
  "printenv",
  "perl -e 'print $ENV{PWD}, getppid()'",
  "readlink /proc/self/exe",
  'test -n "$PWD"',
  "tail -n 1 /etc/hostname",
  "gunicorn app:app",
  "uvicorn app:app --host 0.0.0.0",
  "java -jar app.jar",
  "ruby app.rb",
  "true",
  "none",
];

const settings = [
  "ENV server.port=9999",
  "ENV spring.profiles.active=dev A-B=c",
  "ENV PWD=/wrong",
  "ENV SHLVL=7",
  "ENV OPTIND=5",
  "ENV PPID=3",
  "ENV PS1=x IFS=,",
  "ENV _=under",
  "ENV OLDPWD=/x",
  "ENV ENV=/etc/rc\nRUN echo 'echo rc' > /etc/rc",
  "ENV BASH_ENV=/etc/rc\nRUN echo 'echo rc' > /etc/rc",
  "ENV PATH=/app:$PATH",
  "ENV PORT=8080",
  "ENV HOME=/srv",
  "ENV LANG=C",
  "ENV BASH_FUNC_x%%='() { echo x; }'",
  "ENV A=",
  "ENV PYTHONPATH=/app",
  "WORKDIR /app",
  "WORKDIR /app",
  "WORKDIR /srv/../app",
  "RUN ln -s /app /linked\nWORKDIR /linked",
  "USER 1000",
  "USER nobody",
  'SHELL ["/bin/bash", "-c"]',
  "RUN ln -sf bash /bin/sh",
  'ENTRYPOINT ["/usr/bin/env"]',
  "ENTRYPOINT []",
  'ENTRYPOINT ["app"]',
  "RUN touch /app/npm /app/node /app/yarn",
  "WORKDIR /app\nRUN touch npm node yarn python",
  "COPY --chmod=755 odd.sh /usr/local/bin/python",
  "STOPSIGNAL SIGINT",
  "RUN mkdir -p /app && chmod 000 /app",
  "ONBUILD CMD python app.py",
];

function children(dice: Dice, text: string): SoakCase {
  const child = dice.pick([
    "FROM base\nENV server.port=1\n",
    'FROM base\nENTRYPOINT ["/usr/bin/env"]\n',
    "FROM base\nWORKDIR /srv\n",
    'FROM base\nENTRYPOINT ["sh", "-c"]\n',
    "FROM base\nENTRYPOINT echo\n",
    'FROM base\nSHELL ["/bin/bash", "-c"]\n',
  ]);
  return {
    files: {
      Dockerfile: text,
      "child/Dockerfile": child,
      "compose.yaml":
        "services:\n  base:\n    build: .\n  web:\n    build:\n      context: child\n      additional_contexts:\n        base: service:base\n",
    },
    builds: [
      { name: "main", dockerfile: "Dockerfile", context: "." },
      { name: "child", dockerfile: "child/Dockerfile", context: "child", contexts: { base: "main" } },
    ],
  };
}

export const grammar: Grammar = {
  rule: "build/shell-form-cmd",
  commands: true,
  write: (dice) => {
    const kind = dice.pick(["python", "python", "node", "all"] as const);
    const bases = {
      python: [...baseNames.python, "team/python:3"],
      node: baseNames.node,
      all: ["debian:13", "python:3.13-slim", "node:24", "team/base:1"],
    }[kind];
    const lines = [`FROM ${dice.pick(bases)}${dice.chance(0.2) ? " AS run" : ""}`, shell];
    if (kind !== "node") lines.push(python);
    if (kind !== "python" && lines[0]?.includes("node") === true) lines.push(node);
    if (dice.chance(0.2)) lines.push(scriptless);
    for (let at = dice.pick([0, 1, 1, 2, 3]); at > 0; at--)
      lines.push(dice.chance(0.75) ? dice.pick(settings) : dice.chance(0.5) ? setting(dice) : harmless(dice));
    if (dice.chance(0.6)) lines.push("WORKDIR /app");
    const words = dice.pick({ python: forPython, node: forNode, all: forAll }[kind]);
    lines.push(
      dice.pick([
        `CMD ${words}`,
        `CMD ${words}`,
        `CMD ${words}`,
        `CMD ${words}`,
        `ENTRYPOINT ${words}`,
        `HEALTHCHECK CMD ${words}`,
        `cmd ${words}`,
        `CMD  ${words}  `,
      ]),
    );
    if (dice.chance(0.25)) lines.push(dice.chance(0.6) ? dice.pick(settings) : harmless(dice));
    if (dice.chance(0.1)) lines.push(`FROM ${dice.pick(bases)}`, "COPY --from=0 /app /app", `CMD ${words}`);
    const text = disguise(dice, `${lines.join("\n")}\n`);
    const made = dice.chance(0.1) ? children(dice, text) : oneDockerfile(text);
    return { ...made, files: { ...files, ...settingFiles, ...made.files } };
  },
};
