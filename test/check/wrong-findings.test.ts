// Classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/rules/needs.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import cdInsteadOfWorkdir from "../../src/rules/dockerfile-quality/commands/cd-instead-of-workdir.ts";
import lostShellState from "../../src/rules/dockerfile-quality/commands/lost-shell-state.ts";
import credentialFile from "../../src/rules/secrets/credential-file.ts";
import needlessProgram from "../../src/rules/dockerfile-quality/commands/needless-program.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import useraddHighUid from "../../src/rules/layers/useradd-high-uid.ts";
import unpinnedDependencies from "../../src/rules/updates/unpinned-dependencies.ts";
import tlsOff from "../../src/rules/vulnerabilities/tls-off.ts";

type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

function messages(rule: DockerfileRule, text: string, file = "Dockerfile"): readonly string[] {
  const facts = textFacts(dockerfileFact(parseDockerfile(file, text)), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}

const run = (line: string): string => `FROM debian:trixie-slim\nRUN ${line}\n`;
const sum = "0f".repeat(32);

describe.each<[string, DockerfileRule, readonly string[], readonly string[]]>([
  [
    "updates/unpinned-dependencies, of local projects",
    unpinnedDependencies,
    [
      "pip install -e .",
      "pip install -e .path",
      "pip install -e.path",
      "pip install --editable .path",
      "pip install --editable=.path",
      "pip install -e mypkg",
      'pip install -e ".[dev,test]"',
      "pip install .[dev]",
      'pip install ".[$EXTRAS]"',
      "pip install ..",
      "python3 -m pip install -e src",
      "uv pip install -e app --system",
      "pip install -e $SRC",
      "pip install /wheels/*.whl -e .",
      "pip install -e .[all] -r requirements.txt",
    ],
    [
      "pip install -e . flask",
      "pip install path",
      "pip install mypkg[dev]",
      "pip install -e git+https://example.com/a.git",
      "pip install --editable=git+https://example.com/a.git",
      "pip install -U -e . gunicorn",
      "uv pip install --system flask",
    ],
  ],
  [
    "build/pipe-hides-failure, where grep decides",
    pipeHidesFailure,
    [
      "php -m | grep -q intl",
      "php -m | grep intl",
      "php -m | grep -qi xdebug && echo yes",
      "if php -m | grep -q intl; then echo yes; fi",
      "php -m | grep -q intl || docker-php-ext-install intl",
      "nginx -V 2>&1 | egrep -q http_v2",
      "ldd /usr/bin/a | grep 'not found' > /dev/null",
      "pip list | grep --quiet flask",
      "ls /x | sort | grep -Fxq a",
      "locale -a | grep -i de_DE",
      "(php -m | grep -q a)",
      "apk info | grep -sq musl; echo $?",
    ],
    [
      "! php -m | grep -q intl",
      "if ! php -m | grep -q intl; then exit 1; fi",
      "php -m | grep -v intl",
      "php -m | grep -qv intl",
      "php -m | grep -c intl",
      "cat a | grep b > c",
      "V=$(curl -fsSL https://example.com/v | grep tag) && echo $V",
      "cat a | grep b | tee c",
      "cat a | grep b | sort",
      "curl -fsSL https://example.com/a | tar c",
      "cat a | tee b | head -1",
    ],
  ],
  [
    "vulnerabilities/tls-off, where what came is compared",
    tlsOff,
    [
      `curl -fsSLk -o a.tgz https://example.com/a.tgz && echo "${sum}  a.tgz" | sha256sum -c -`,
      `curl -fsSLk https://example.com/a.tgz -o /tmp/a.tgz && echo "${sum} /tmp/a.tgz" | sha256sum --check && tar xf /tmp/a.tgz`,
      `curl -kO https://example.com/a.tgz; echo "$SUM *a.tgz" | sha512sum -c`,
      `curl -kO https://example.com/a.tgz && sha256sum -c /src/SHA256SUMS`,
      `curl -ko a.tgz https://example.com/a.tgz\nRUN echo "${sum}  a.tgz" | sha256sum -c`,
      `wget --no-check-certificate https://example.com/a.tgz && printf '%s  a.tgz' ${sum} | shasum -a 256 -c`,
      "wget --no-check-certificate -O a.tgz https://example.com/a && gpg --batch --verify /keys/a.tgz.asc a.tgz",
      "curl -kO https://example.com/a.tgz && curl -kO https://example.com/a.tgz.asc && gpg --verify a.tgz.asc a.tgz",
      `curl -ko a.tgz https://example.com/a.tgz && sha256sum -c <<< "${sum}  a.tgz"`,
      `curl -ko a.tgz https://example.com/a.tgz && [ "$(sha256sum a.tgz | cut -d' ' -f1)" = ${sum} ]`,
      "curl -ko a.tgz https://example.com/a.tgz && minisign -Vm a.tgz -P key",
      `curl --insecure --output a.deb https://example.com/a.deb && echo "${sum}  a.deb" | sha256sum -c && dpkg -i a.deb`,
      "curl -v --insecure --head https://example.com",
      "curl -kI https://example.com",
      "curl -k -o /dev/null https://example.com",
      "wget --spider --no-check-certificate https://example.com",
    ],
    [
      "curl -k https://example.com/a.sh | sh",
      `echo "${sum}  a.tgz" | sha256sum -c && curl -kO https://example.com/a.tgz`,
      `curl -kO https://example.com/a.tgz && echo "${sum}  b.tgz" | sha256sum -c`,
      "curl -kO https://example.com/a.tgz && curl -kO https://example.com/a.sha256 && sha256sum -c a.sha256",
      "curl -kO https://example.com/a.tgz && curl -k https://example.com/a.tgz.sha256 | sha256sum -c",
      "curl -kO https://example.com/a.tgz && sha256sum a.tgz",
      "curl -ko k https://example.com/k && gpg --import k && wget --no-check-certificate https://example.com/a && gpg --verify a.asc a",
      'SUM=$(curl -k https://example.com/sum) && curl -kO https://example.com/a.tgz && echo "$SUM  a.tgz" | sha256sum -c',
      `git -c http.sslVerify=false clone https://example.com/a && echo "${sum}  a" | sha256sum -c`,
      "curl -kO https://example.com/a.tgz && gpg --import a.asc",
      "curl -kO https://example.com/a.tgz && gpg --verify b.asc b.tgz",
      `pip install --trusted-host example.com a && echo "${sum}  a" | sha256sum -c`,
    ],
  ],
  [
    "build/cd-instead-of-workdir, in one chain",
    cdInsteadOfWorkdir,
    [
      "cd /src && make",
      "cd /src && ./configure && make && make install",
      "cd /src; make",
      "make && cd /src && make",
      "(cd /src && make) && cd /b && make",
      'sh -c "cd /src && make"',
      "cd src && make\nRUN cd src && make install",
      "cd $DIR && make\nRUN cd $DIR && make",
      "cd /a && make\nRUN cd /b && make",
      "if cd /src; then make; fi",
      "cd /tmp && make && cd / && rm -r /tmp/x",
      "git clone https://example.com/a && cd a && make",
    ],
    [
      "cd /src",
      "mkdir /src && cd /src",
      "make && cd /src",
      "cd /src && make\nRUN cd /src && make install",
      "cd /src && a\nRUN b\nRUN cd /src && c\nRUN cd /src && d",
    ],
  ],
  [
    "build/lost-shell-state, of what only prints",
    lostShellState,
    ["ulimit -a", "ulimit -n", "ulimit -Sa", "umask", "umask -S", "export -p", "alias", "alias ll", "ulimit -Hn -a"],
    [
      "ulimit -n 1024",
      "ulimit -c unlimited",
      "umask 022",
      "umask -S u=rwx",
      "export A=1",
      "export A",
      "alias ll='ls -l'",
    ],
  ],
  [
    "build/needless-program, of what only prints",
    needlessProgram,
    ["mount", "mount -l", "mount | grep /dev/shm", "ssh -V", "vim --version", "kill -l", "sudo mount"],
    ["mount /dev/sda /mnt", "mount -t tmpfs none /x", "kill 1", "kill -9 $PID", "ssh a@b", "service nginx start"],
  ],
  [
    "layers/useradd-high-uid, of a variable with one low value",
    useraddHighUid,
    ["useradd -u 999 app", "useradd app"],
    ["useradd -u 1000001 app", "useradd -u $X app"],
  ],
])("%s", (_, rule, silent, loud) => {
  it.each(silent)("is silent on %j", (line) => {
    expect(messages(rule, run(line))).toEqual([]);
  });
  it.each(loud)("reports %j", (line) => {
    expect(messages(rule, run(line)).length).toBeGreaterThan(0);
  });
});

describe("layers/useradd-high-uid", () => {
  const uid = (declared: string): string => `FROM debian:trixie-slim\n${declared}\nRUN useradd -u $APP_UID app\n`;
  it.each(["ENV APP_UID=999", "ARG APP_UID=1000", "ARG APP_UID=999\nENV APP_UID=999", "ENV A=1 APP_UID=5"])(
    "knows the uid of %j",
    (declared) => {
      expect(messages(useraddHighUid, uid(declared))).toEqual([]);
    },
  );
  it.each(["ARG APP_UID", "ENV APP_UID=999\nENV APP_UID=2000000", "ENV APP_UID=2000000", "ENV APP_UIDS=9"])(
    "reports it after %j",
    (declared) => {
      expect(messages(useraddHighUid, uid(declared))).toHaveLength(1);
    },
  );
});

describe("secrets/credential-file", () => {
  const build = (lines: string): string => `FROM debian:trixie-slim\n${lines}\n`;
  const key = "ENV GOOGLE_APPLICATION_CREDENTIALS=";
  it.each([
    `${key}/run/app/key.json\nCOPY rootfs/ /`,
    `${key}/run/app/key.json\nCOPY . .`,
    `WORKDIR /app\nCOPY . .\n${key}/run/secrets/key.json`,
    `${key}/application/key.json\nCOPY src /app`,
    `COPY src /app/\n${key}/app2/key.json`,
    `ADD rootfs.tar /\n${key}/etc/key.json`,
    `COPY a b /\n${key}/key.json`,
    `COPY src /app\nENV AWS_CONFIG_FILE=/home/app/.aws/config`,
    `COPY src /app\n${key}`,
    `COPY src /app/src\n${key}/app/key.json`,
  ])("is silent where nothing says that the file is copied: %j", (lines) => {
    expect(messages(credentialFile, build(lines))).toEqual([]);
  });
  it.each([
    `COPY keys /app/keys/\n${key}/app/keys/key.json`,
    `COPY key.json /\n${key}/key.json`,
    `COPY secrets/key.json /\n${key}"/key.json"`,
    `WORKDIR /app\nCOPY . .\n${key}/app/key.json`,
    `WORKDIR /app\nCOPY keys keys\nENV GOOGLE_APPLICATION_CREDENTIALS /app/keys/key.json`,
    `COPY config $AWS_CONFIG_FILE`,
  ])("reports %j", (lines) => {
    expect(messages(credentialFile, build(lines))).toHaveLength(1);
  });
});
