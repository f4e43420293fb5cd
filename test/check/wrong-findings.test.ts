// Classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/rules/needs.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import cdInsteadOfWorkdir from "../../src/rules/build/commands/cd-instead-of-workdir.ts";
import lostShellState from "../../src/rules/build/commands/lost-shell-state.ts";
import needlessProgram from "../../src/rules/build/commands/needless-program.ts";
import pipeHidesFailure from "../../src/rules/build/commands/pipe-hides-failure.ts";
import shellcheck from "../../src/rules/build/commands/shellcheck.ts";
import relativeCopy from "../../src/rules/build/copies/relative-copy.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import useraddHighUid from "../../src/rules/layers/useradd-high-uid.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import unpinnedDependencies from "../../src/rules/updates/unpinned-dependencies.ts";
import tlsOff from "../../src/rules/vulnerabilities/tls-off.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";

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
      "curl -fsSL https://example.com/a | tar x",
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
      "SUM=$(curl -k https://example.com/sum) && curl -kO https://example.com/a.tgz && echo \"$SUM  a.tgz\" | sha256sum -c",
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
    ["ulimit -n 1024", "ulimit -c unlimited", "umask 022", "umask -S u=rwx", "export A=1", "export A", "alias ll='ls -l'"],
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

describe("build/relative-copy", () => {
  it("knows where an image of nothing begins", () => {
    expect(messages(relativeCopy, "FROM scratch\nCOPY a b\n")).toEqual([]);
    expect(messages(relativeCopy, "FROM debian:13\nCOPY a b\n")).toHaveLength(1);
  });
});

describe("non-root/no-user, of images that set a user", () => {
  it.each([
    "jenkins/jenkins:lts",
    "docker.io/jenkins/jenkins",
    "grafana/grafana:11.2.0",
    "prom/prometheus:v2.53.0",
    "apache/airflow:2.10.0",
    "memcached:1.6-alpine",
    "docker.io/library/memcached",
    "haproxy:3.0",
    "haproxy:2.4-alpine",
    "haproxy",
    "solr:9",
    "kibana:8.15.0",
    "docker.elastic.co/elasticsearch/elasticsearch:8.15.0",
    "elasticsearch:9.0.0",
    "sonarqube:10-community",
    "sonarqube:community",
    "quay.io/keycloak/keycloak:26.0",
    "quay.io/jupyter/base-notebook:latest",
    "jupyter/scipy-notebook",
    "selenium/standalone-chrome:4.25",
    "cimg/node:22.1",
    "registry.access.redhat.com/ubi9/nodejs-22:latest",
    "mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled",
    "adminer:4",
    "varnish:7.6",
  ])("does not take %s for root", (image) => {
    expect(messages(noUser, `FROM ${image}\n`)).toEqual([]);
  });
  it.each([
    "haproxy:2.3",
    "haproxy:1.8-alpine",
    "elasticsearch:7.17.0",
    "sonarqube:9.9-community",
    "fluentd:v0.12",
    "nginx:1.27",
    "example/jenkins",
    "ghcr.io/jenkins/jenkins",
    "registry.access.redhat.com/ubi9/ubi-minimal",
    "mcr.microsoft.com/dotnet/aspnet:8.0",
    "node:24-slim",
    "grafana/agent",
    "memcached/other",
  ])("still does so with %s", (image) => {
    expect(messages(noUser, `FROM ${image}\n`)).toHaveLength(1);
  });
  it("reports a USER of root on top", () => {
    expect(messages(noUser, "FROM jenkins/jenkins AS a\nFROM node:24-slim\n")).toHaveLength(1);
  });
});

describe("cleanup/dev-dependencies, of test images", () => {
  const text = (image: string, last: string, name = ""): string =>
    `FROM ${image}${name}\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n${last}\n`;
  const server = 'CMD ["node", "server.js"]';
  it.each([
    ["Dockerfile.test", text("node:24-slim", server)],
    ["test/Dockerfile", text("node:24-slim", server)],
    ["e2e/Dockerfile", text("node:24-slim", server)],
    [".devcontainer/Dockerfile", text("node:24-slim", server)],
    ["compose/local/node/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile-dev", text("node:24-slim", server)],
    ["ci/lint.Dockerfile", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", server, " AS test")],
    ["Dockerfile", text("node:24-slim", server, " AS app-dev")],
    ["Dockerfile", text("cypress/included:13.15.0", server)],
    ["Dockerfile", text("mcr.microsoft.com/playwright:v1.48.0-noble", server)],
    ["Dockerfile", text("node:24-slim", 'CMD ["jest"]')],
    ["Dockerfile", text("node:24-slim", 'ENTRYPOINT ["./bin/nodemon", "server.js"]')],
    ["Dockerfile", text("node:24-slim", "CMD vitest run")],
    ["Dockerfile", text("node:24-slim", 'CMD ["sh", "-c", "eslint ."]')],
  ])("keeps them in %s: %j", (file, content) => {
    expect(messages(devDependencies, content, file)).toEqual([]);
  });
  it.each([
    ["Dockerfile", text("node:24-slim", server)],
    ["contest/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile.latest", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", server, " AS attestation")],
    ["device/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", 'CMD ["node", "jest-report.js"]')],
  ])("reports them in %s: %j", (file, content) => {
    expect(messages(devDependencies, content, file)).toHaveLength(1);
  });
});

describe("build/shellcheck, SC2016 where quotes are meant", () => {
  function found(line: string): number {
    const text = run(line);
    const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24" });
    const start = text.indexOf("'$") === -1 ? text.indexOf("'") : text.indexOf("'$");
    const comment = { code: "SC2016", level: "info", message: "Expressions don't expand", span: { start, end: start + 3 } };
    return runRules([shellcheck], { target: "t", facts: { ...facts, shellcheck: [comment] } } as never).findings.length;
  }
  it.each([
    "sh -c 'echo $HOME'",
    "envsubst '$A $B' < x > y",
    "awk '$1 == 2' x",
    "sed -i '$a foo' x",
    "perl -pe '$x' a",
    "jq '$ENV.A' f",
    "trap 'rm $f' EXIT",
    "printf '$x' > /usr/bin/x",
    "echo '$PATH' >> /root/.bashrc",
    "echo '$x' | tee /etc/profile",
    "su -c 'echo $HOME' app",
    "find . -exec sh -c 'rm $1' _ {} \\;",
    "xargs -I{} sh -c 'a $1'",
    "gosu app sh -c 'a $1'",
    "php -r '$x = 1;'",
    "psql -c '$1'",
    "node -e '$x'",
  ])("is silent on %s", (line) => {
    expect(found(line)).toBe(0);
  });
  it.each(["echo '$HOME'", "cp '$A' /x", "mkdir '$DIR'", "curl -o x '$URL'", "export A='$B'", "cd '$D' && sed s/a/b/ x", "tar xf '$F'"])(
    "reports %s",
    (line) => {
      expect(found(line)).toBe(1);
    },
  );
});
