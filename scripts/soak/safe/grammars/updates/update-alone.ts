import type { Dice } from "../../dice.ts";
import { baseNames } from "../../engine/base-images.ts";
import { disguise } from "../../pieces/disguise.ts";
import { command, files, harmless } from "../../pieces/harmless.ts";
import { setting, settingFiles } from "../../pieces/settings.ts";
import { usualStart } from "../../pieces/starts.ts";
import { oneDockerfile, type Grammar } from "../../soak-case.ts";

const updates = [
  "apt-get update",
  "apt-get update -y",
  "apt-get -qq update",
  "apt update",
  "apt-get update && apt-get upgrade -y",
];
const installs = [
  "apt-get install -y curl",
  "apt-get install -y --no-install-recommends curl tree",
  "apt-get -y install jq && rm -rf /var/lib/apt/lists/*",
  "DEBIAN_FRONTEND=noninteractive apt-get install -y nginx",
  "apt-get install -y \\\n    curl \\\n    jq",
  "apt install -y curl",
];

/** Shell that ends with its RUN, or goes on through the files: joined with another RUN it means something else. */
const endings = [
  "ln -sf bash /bin/sh",
  "ln -sf busybox /bin/sh",
  "cd /tmp",
  "export A=changed",
  "A=changed",
  "umask 077",
  "set -f",
  "set +e",
  "set -u",
  "exec true",
  "exit 0",
  "trap 'echo bye > /bye' EXIT",
  "sleep 0 &",
  "f() { echo mine > /f; }",
  "alias echo=false",
  "shopt -s nullglob",
  "touch /dev/shm/x",
  "echo x > /proc/self/comm",
  "ulimit -n 64",
  "rm -rf /srv/app && mkdir -p /srv",
  "mv /srv/app /srv/old",
  "echo A=rc > /etc/rc",
  "echo app2:x:0:0::/srv:/bin/sh >> /etc/passwd",
  "usermod -d /srv root || sed -i 's#/root#/srv#' /etc/passwd",
  "readonly A=1",
  "unset PATH",
  "PATH=/bin",
  "export PATH=/usr/bin:/bin:/usr/sbin:/sbin",
  "exec 2> /err",
  "exec > /out",
  "set -- a b",
  "echo 127.0.0.9 odd >> /etc/hosts || true",
  "date +%N > /stamp",
  "mkdir /tmp/t",
  "echo x > /tmp/x",
  "kill -TERM $$ || true",
  "true || false",
  "false || true",
  "hostname > /h",
  "IFS=/",
  "LC_ALL=C",
  "export HOME=/srv",
  "mkfifo /pipe",
  'echo "#!/bin/sh" > /usr/local/bin/apt-get2',
  "echo 'alias ls=false' >> /root/.bashrc",
  "command -v curl > /where || true",
  "hash -r",
  ":",
];

/** Shell whose answer shows in the files what it was run in. */
const beginnings = [
  "echo {a,b} > /braces",
  "echo $A > /a",
  "pwd > /pwd",
  "echo ~ > /home",
  "touch made",
  "echo $- > /flags",
  "echo $# > /count",
  "ls /dev/shm > /shm",
  "echo $PPID > /ppid",
  "echo /none* > /glob",
  "[[ a == a ]]",
  "echo $0 > /zero",
  "ls -a . > /here",
  "test -e /tmp/t && echo yes > /t || echo no > /t",
  "umask > /umask",
  "ulimit -n > /n",
  "cat /proc/self/comm > /comm",
  "echo $$ > /pid",
  "type f > /f || true",
  "wait; jobs > /jobs",
  "cat /etc/hosts | grep -c odd > /hosts || true",
  'echo "$PATH" > /path',
  "which apt-get2 > /which || true",
  "env | grep -v HOSTNAME | sort > /env",
  "trap > /traps",
  'test -z "$(curl)" || true',
  "getent passwd root > /root-entry",
  "echo $HOME > /h",
  "cd ~ && pwd > /p",
  "id > /id",
  "mount | grep -c srv > /mounts || true",
];

const options = [
  "--mount=type=tmpfs,target=/srv",
  "--mount=type=tmpfs,target=/dev/shm",
  "--mount=type=cache,target=/srv",
  "--mount=type=bind,target=/mnt",
  "--mount=type=secret,id=x",
  "--network=default",
  "--mount=type=cache,target=/var/lib/apt/lists",
  "--mount=type=tmpfs,target=/tmp",
  "--security=sandbox",
];

function shells(dice: Dice): string {
  return dice.pick([
    "",
    "",
    "",
    "",
    'SHELL ["/bin/bash", "-c"]\n',
    'SHELL ["/bin/bash", "-lc"]\n',
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\n',
    'SHELL ["/bin/sh", "-ec"]\n',
    'ENV BASH_ENV=/etc/rc\nSHELL ["/bin/bash", "-c"]\n',
    'SHELL ["/bin/bash", "-O", "extglob", "-c"]\n',
    "ENV A=env\n",
    "WORKDIR /srv/app\n",
    "ENV HOME=/tmp\n",
  ]);
}

function run(dice: Dice, shell: string): string {
  if (dice.chance(0.7)) return `RUN ${shell}`;
  return dice.pick([
    `RUN ${dice.pick(options)} ${shell}`,
    `RUN ["sh", "-c", ${JSON.stringify(shell.replaceAll("\\\n", ""))}]`,
    `RUN <<EOF\n${shell.replaceAll("$", "\\$")}\nEOF`,
    `RUN set -e; ${shell}`,
    `RUN set -ex && ${shell}`,
    `RUN (${shell})`,
    `RUN { ${shell}; }`,
    `RUN ${shell} || exit 2`,
    `RUN ${shell}; true`,
    `run ${shell}`,
    `RUN \\\n    ${shell}`,
    `RUN ${shell} # end`,
  ]);
}

export const grammar: Grammar = {
  rule: "updates/update-alone",
  commands: true,
  write: (dice) => {
    const hostility = dice.pick([0, 1, 1, 2, 2, 3]);
    let [first, second] = [dice.pick(updates), dice.pick(installs)];
    const between: string[] = [];
    for (let at = 0; at < hostility; at++)
      dice.pick([
        () =>
          (first = dice.pick([
            `${first} && ${dice.pick(endings)}`,
            `${dice.pick(endings)} && ${first}`,
            `${first}; ${dice.pick(endings)}`,
          ])),
        () =>
          (second = dice.pick([
            `${second} && ${dice.pick(beginnings)}`,
            `${dice.pick(beginnings)} && ${second}`,
            `${dice.pick(beginnings)}; ${second}`,
          ])),
        () => {
          first = `${first} && ${dice.pick(endings)}`;
          second = dice.pick([`${dice.pick(beginnings)}; ${second}`, `${second} && ${dice.pick(beginnings)}`]);
        },
        () => between.push(dice.chance(0.5) ? setting(dice) : `RUN ${command(dice)}`),
        () =>
          between.push(
            dice.pick([
              "ENV A=between",
              "USER root",
              "WORKDIR /srv/app",
              "ARG A=arg",
              "COPY app.py /srv/",
              "# comment",
              "",
              "LABEL a=b",
              'SHELL ["/bin/bash", "-c"]',
              "FROM debian:13",
              "VOLUME /srv",
              "EXPOSE 80",
              "CMD env",
            ]),
          ),
      ])();
    const lines = [
      `FROM ${dice.pick([...baseNames.debian, ...baseNames.python, "team/base:1"])}${dice.chance(0.2) ? " AS one" : ""}`,
      shells(dice).trimEnd(),
    ].filter((line) => line !== "");
    if (dice.chance(0.2)) lines.push(harmless(dice));
    lines.push(run(dice, first), ...between, run(dice, second));
    if (dice.chance(0.3)) lines.push(`RUN ${dice.pick(beginnings)}`);
    if (dice.chance(0.3)) lines.push(harmless(dice));
    if (dice.chance(0.5)) lines.push(usualStart(dice));
    return oneDockerfile(disguise(dice, `${lines.join("\n")}\n`), { ...files, ...settingFiles });
  },
};
