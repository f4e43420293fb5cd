// Who speaks of which spelling, and where a rule about commands must stay silent; the examples show the rest.
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/rules/observation.ts";
import type { Facts } from "../../src/rules/needs.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import cdInsteadOfWorkdir from "../../src/rules/dockerfile-quality/commands/cd-instead-of-workdir.ts";
import curlAndWget from "../../src/rules/dockerfile-quality/commands/curl-and-wget.ts";
import curlWithoutFail from "../../src/rules/dockerfile-quality/commands/curl-without-fail.ts";
import heredocWithoutErrexit from "../../src/rules/dockerfile-quality/commands/heredoc-without-errexit.ts";
import ignoredFailure from "../../src/rules/dockerfile-quality/commands/ignored-failure.ts";
import needlessProgram from "../../src/rules/dockerfile-quality/commands/needless-program.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import replacedShell from "../../src/rules/dockerfile-quality/commands/replaced-shell.ts";
import wgetProgress from "../../src/rules/dockerfile-quality/commands/wget-progress.ts";
import systemVolume from "../../src/rules/capabilities/mounts/system-volume.ts";
import useraddHighUid from "../../src/rules/layers/useradd-high-uid.ts";
import installsSudo from "../../src/rules/non-root/installs-sudo.ts";
import setuidInBuild from "../../src/rules/non-root/setuid-in-build.ts";
import sudo from "../../src/rules/non-root/sudo.ts";
import worldWritable from "../../src/rules/non-root/world-writable.ts";
import passwordInBuild from "../../src/rules/secrets/password-in-build.ts";
import tlsOff from "../../src/rules/vulnerabilities/tls-off.ts";
import unverifiedDownload from "../../src/rules/vulnerabilities/unverified-download.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { judge } from "../judge.ts";

type TextRule = { check(facts: Facts): Iterable<Observation> };

const from = "FROM debian:12\n";

function observe(rule: TextRule, text: string): readonly Observation[] {
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)];
}

function peers(rule: TextRule, text: string): readonly string[] {
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24" });
  return [...new Set(judge([rule as Rule], { target: "t", facts }).findings.flatMap(({ also }) => also))]
    .map((id) => id.slice(id.indexOf("/") + 1))
    .sort();
}

function fixed(rule: TextRule, text: string): string {
  return applyEdits(
    text,
    observe(rule, text).flatMap(({ fix }) => fix?.edits ?? []),
  );
}

const kicsCd = "run_command_cd_instead_of_workdir";
const kicsPipe = "shell_running_a_pipe_without_pipefail_flag";
const kicsNeedless = "run_utilities_and_posix_commands";
const kicsBoth = "run_using_wget_and_curl";

describe("a finding names the peers that speak of this very text", () => {
  it.each<[TextRule, string, string[]]>([
    [cdInsteadOfWorkdir, "RUN cd /a && b\nRUN cd /a && c", ["DL3003", "DS-0013", kicsCd]],
    [cdInsteadOfWorkdir, "RUN a && cd /b", ["DL3003", "DS-0013"]],
    [cdInsteadOfWorkdir, "RUN a; cd /b", ["DL3003"]],
    [cdInsteadOfWorkdir, "RUN a && \\\n    cd /b", ["DL3003", "DS-0013"]],
    [cdInsteadOfWorkdir, "RUN su -c 'cd /b' a", []],
    [cdInsteadOfWorkdir, "ONBUILD RUN cd /a && b", []],
    [needlessProgram, "RUN top", ["DL3001", kicsNeedless]],
    [needlessProgram, "RUN sudo vim", []],
    [needlessProgram, "RUN nano a", [kicsNeedless]],
    [needlessProgram, 'RUN ["ps", "-d"]', ["DL3001", kicsNeedless]],
    [sudo, "RUN sudo a", ["CKV2_DOCKER_1", "DKL-DI-0001", "DL3004", "DS-0010", "run_using_sudo"]],
    [sudo, "RUN a; sudo b", ["CKV2_DOCKER_1", "DKL-DI-0001", "DL3004"]],
    [sudo, "RUN A=1 sudo -E b", ["CKV2_DOCKER_1", "DKL-DI-0001", "DL3004"]],
    [sudo, "RUN bash -c 'sudo a'", []],
    [sudo, 'RUN ["sudo", "a"]', ["DL3004", "run_using_sudo"]],
    [sudo, "ONBUILD RUN sudo a", ["DKL-DI-0001", "DL3004"]],
    [installsSudo, "RUN apk add sudo bash", ["CKV2_DOCKER_1", "DKL-DI-0001"]],
    [installsSudo, "RUN apk add bash sudo", ["DKL-DI-0001"]],
    [curlAndWget, "RUN curl a\nRUN wget b", ["DL4001", "DS-0014", kicsBoth]],
    [curlAndWget, "RUN curl a | wget -i -", ["DL4001"]],
    [curlAndWget, "RUN curl a\nONBUILD RUN wget b", []],
    [curlAndWget, "RUN curl a\nFROM debian:12\nRUN wget b", []],
    [curlAndWget, "RUN apt-get install wget && curl a", []],
    [replacedShell, "RUN ln -s /bin/bash /bin/sh", ["DL4005", "changing_default_shell_using_run_command"]],
    [replacedShell, "RUN a && ln -s bash /bin/sh", ["DL4005"]],
    [replacedShell, "RUN chsh -s /bin/bash", ["changing_default_shell_using_run_command"]],
    [pipeHidesFailure, "RUN a | b", ["DL4006"]],
    [pipeHidesFailure, "RUN zsh a | b", ["DL4006", kicsPipe]],
    [pipeHidesFailure, "RUN bash -c 'a | b'", [kicsPipe]],
    [pipeHidesFailure, "RUN x=$(a | b)", ["DL4006"]],
    [pipeHidesFailure, "ONBUILD RUN a | b", []],
    [pipeHidesFailure, 'SHELL ["ash", "-eo", "pipefail", "-c"]\nRUN a | b', []],
    [pipeHidesFailure, 'SHELL ["/bin/ksh", "-o", "pipefail", "-c"]\nRUN a | b', ["DL4006"]],
    [wgetProgress, "RUN wget a", ["DL3047"]],
    [wgetProgress, "RUN wget -qO- a; wget -nv b; wget --no-verbose c; wget -o d e; sudo wget f; /usr/bin/wget g", []],
    [useraddHighUid, "RUN useradd -u $UID a", ["DL3046"]],
    [useraddHighUid, "RUN useradd --uid 1000000 a", []],
    [useraddHighUid, "RUN useradd -mlu 1000000 a", []],
    [passwordInBuild, "RUN echo a:b | chpasswd", ["CKV2_DOCKER_17"]],
    [passwordInBuild, "RUN echo a:b |chpasswd&&c", []],
    [systemVolume, "VOLUME /proc /dev/", ["DKL-DI-0002"]],
    [systemVolume, "VOLUME /proc/sys", []],
    [tlsOff, "RUN curl -sk https://e.com/a", ["CKV2_DOCKER_2"]],
    [tlsOff, "RUN git -c http.sslVerify=false clone a", []],
    [tlsOff, "ENV GIT_SSL_NO_VERIFY=0", ["CKV2_DOCKER_14"]],
    [tlsOff, "RUN export NODE_TLS_REJECT_UNAUTHORIZED=0", []],
    [tlsOff, "RUN A='x\\'' && NODE_TLS_REJECT_UNAUTHORIZED=0 node b", ["CKV2_DOCKER_6"]],
    [tlsOff, "RUN dnf-config-manager --setopt=a.sslverify=No --save", ["CKV2_DOCKER_15"]],
    [tlsOff, "ONBUILD RUN wget --no-check-certificate https://e.com/a", []],
    [
      unverifiedDownload,
      "ADD https://e.com/a /b",
      ["curl_or_wget_instead_of_add", "add_instead_of_copy", "CKV_DOCKER_4", "CIS-DI-0009", "4.9"],
    ],
  ])("%#: %o in %j", (rule, text, expected) => {
    expect(peers(rule, `${from}${text}\n`)).toEqual([...expected].sort());
  });

  it.each<[TextRule, string]>([
    [pipeHidesFailure, "RUN bash -c 'a | b'"],
    [pipeHidesFailure, 'RUN ["/bin/bash", "-euc", "a | b"]'],
    [pipeHidesFailure, 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN ["sh", "-c", "a | b"]'],
    [pipeHidesFailure, 'RUN ["a", "|", "b"]'],
    [needlessProgram, "RUN sudo vim"],
    [useraddHighUid, "RUN useradd --uid 1000000 a"],
    [tlsOff, "RUN git -c http.sslVerify=false clone a"],
    [unverifiedDownload, "RUN curl -fso a https://e.com/a && sh ./a"],
    [unverifiedDownload, "RUN wget http://e.com/a.tgz"],
    [unverifiedDownload, `RUN php -r "readfile('https://e.com/i');" | php`],
    [worldWritable, "RUN chmod o+w /a"],
    [worldWritable, "RUN install -d -m 0777 /a"],
    [setuidInBuild, "RUN chmod +s /a"],
    [setuidInBuild, "RUN install -m 4755 a /usr/bin/a"],
    [passwordInBuild, "RUN echo b | passwd --stdin a"],
    [ignoredFailure, "RUN a; wget https://e.com/a && b || true"],
  ])("%#: what no peer sees is found: %o in %j", (rule, text) => {
    expect(observe(rule, `${from}${text}\n`)).not.toEqual([]);
  });
});

describe.each<[string, TextRule, readonly string[]]>([
  ["cd-instead-of-workdir", cdInsteadOfWorkdir, ["RUN echo cd /a", "CMD cd /a && b", "WORKDIR /a"]],
  [
    "needless-program",
    needlessProgram,
    ["RUN apt-get install vim", "RUN echo service", "RUN --mount=type=cache,target=/a b"],
  ],
  ["installs-sudo", installsSudo, ["RUN apk add sudoku", "RUN apk del sudo"]],
  ["useradd-high-uid", useraddHighUid, ["RUN useradd -u 1000 a", "RUN useradd a", "RUN adduser -u 1000000 a"]],
  [
    "pipe-hides-failure",
    pipeHidesFailure,
    [
      "RUN a || b",
      "RUN set -o pipefail && a | b",
      "RUN set -euxo pipefail; a | b",
      'SHELL ["pwsh", "-c"]\nRUN a | b',
      'RUN ["/bin/bash", "-c", "set -o pipefail && a | b"]',
      'RUN ["/bin/bash", "-euo", "pipefail", "-c", "a | b"]',
      'RUN ["env", "bash", "-o", "pipefail", "-c", "a | b"]',
      'RUN ["grep", "a|b", "/c"]',
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b',
    ],
  ],
  [
    "curl-without-fail",
    curlWithoutFail,
    [
      "RUN curl -fsSL https://e.com/a",
      "RUN curl -sSLf https://e.com/a",
      "RUN curl --fail-with-body https://e.com/a",
      "RUN curl -sI https://e.com/a",
      "RUN curl -w '%{http_code}' https://e.com/a",
      "RUN curl http://localhost:8080/health",
      "RUN curl --version",
    ],
  ],
  [
    "world-writable",
    worldWritable,
    ["RUN chmod 1777 /a", "RUN chmod 777 /tmp", "RUN chmod g+w /a", "RUN chmod o-w /a", "RUN chmod +x /a"],
  ],
  [
    "setuid-in-build",
    setuidInBuild,
    ["RUN chmod u-s /a", "RUN chmod 0755 /a", "RUN chmod g+s /srv", "RUN mkdir -m 2775 /a"],
  ],
  [
    "password-in-build",
    passwordInBuild,
    ["RUN passwd -l root", "RUN useradd -p '*' a", "RUN usermod -p '!' a", "RUN cp /etc/passwd /a"],
  ],
  ["ignored-failure", ignoredFailure, ["RUN rm a || true", "RUN wget a; rm b || true", "RUN wget a || exit 1"]],
  [
    "tls-off",
    tlsOff,
    [
      "RUN npm install strict-ssl false",
      "RUN npm config set strict-ssl true",
      'RUN echo "deb [trusted=yes] file:/a ./"',
      "RUN unset GIT_SSL_NO_VERIFY",
      "ENV A_GIT_SSL_NO_VERIFY=1",
    ],
  ],
  [
    "unverified-download",
    unverifiedDownload,
    [
      "RUN curl -fsSo a http://e.com/a && echo '0 a' | sha256sum -c -",
      "RUN curl -fso a https://e.com/a && cp a /b",
      "RUN curl -fsS http://localhost/a",
      "RUN curl -fsS https://e.com/a | perl -lne 'print'",
      "RUN curl -fsS https://e.com/a | python3 -m json.tool",
    ],
  ],
  [
    "heredoc-without-errexit",
    heredocWithoutErrexit,
    [
      "RUN <<EOF\nset -e\na\nb\nEOF",
      "RUN <<EOF\nset -euo pipefail\na\nb\nEOF",
      "RUN <<EOF\n#!/bin/bash -e\na\nb\nEOF",
      "RUN <<EOF\n#!/usr/bin/env python3\na\nb\nEOF",
      "RUN python3 <<EOF\na\nb\nEOF",
      "RUN bash -e <<EOF\na\nb\nEOF",
      // The status of each of these statements is the script's.
      "RUN <<EOF\nif test -e x; then\n a\nelse\n b\nfi\nEOF",
      "RUN <<EOF\nif x; then y=1; fi\nif test -e x; then\n a\nelse\n b\nfi\nEOF",
      "RUN <<EOF\nif x\nthen\n a\nelif y; then\n b\nelse\n true\nfi\nEOF",
      "RUN <<EOF\ncase $X in\n1)\n a\n ;;\n*)\n b\n ;;\nesac\nEOF",
      "RUN <<EOF\ncase $X in\n1)\n a;;\n*)\n if y; then\n  b\n else\n  c\n fi;;\nesac\nEOF",
      "RUN <<EOF\na &&\n  b\nEOF",
      "RUN <<EOF\n# a\nb\nEOF",
      'SHELL ["/bin/bash", "-e", "-c"]\nRUN <<EOF\na\nb\nEOF',
      "COPY <<EOF /a\na\nb\nEOF",
    ],
  ],
])("%s is silent", (_, rule, texts) => {
  it.each(texts)("%j", (text) => {
    expect(observe(rule, `${from}${text}\n`)).toEqual([]);
  });
});

describe("fixes of rules about commands", () => {
  it.each<[TextRule, string, string]>([
    [sudo, "FROM debian:12\nRUN A=1 sudo -E a", "FROM debian:12\nRUN A=1 a"],
    [heredocWithoutErrexit, "FROM a\nRUN <<-EOF\n\ta\n\tb\nEOF", "FROM a\nRUN <<-EOF\n\tset -e\n\ta\n\tb\nEOF"],
    ...[
      "if x; then\n a\nfi\nb",
      "if x; then\n a\n b\nfi",
      "if x; then\n a\n if y; then b; fi\n c\nfi",
      "for x in y; do\n a\n b\ndone",
      "case x in\n1)\n a\n b;;\nesac",
      "{\n a\n b\n}",
      "if x; then\n a\nelse\n b\nfi | c",
    ].map((script): [TextRule, string, string] => [
      heredocWithoutErrexit,
      `FROM a\nRUN <<E\n${script}\nE`,
      `FROM a\nRUN <<E\nset -e\n${script}\nE`,
    ]),
    [heredocWithoutErrexit, "FROM a\nRUN sh <<E\na\nb\nE", "FROM a\nRUN sh <<E\nset -e\na\nb\nE"],
    [pipeHidesFailure, "FROM alpine AS b\nFROM b\nRUN a | b", "FROM alpine AS b\nFROM b\nRUN set -o pipefail; a | b"],
    [
      pipeHidesFailure,
      "FROM debian:12\nRUN a | b\nRUN c | d",
      'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\nRUN c | d',
    ],
  ])("%#: %o in %j", (rule, text, expected) => {
    expect(fixed(rule, text)).toBe(expected);
  });

  it.each<[TextRule, string]>([
    // Not root there, or a user that the base sets.
    [sudo, "FROM debian:12\nUSER app\nRUN sudo a"],
    [sudo, "FROM debian:12\nRUN sudo -u root a"],
    [sudo, "FROM debian:12\nRUN nice sudo a"],
    // The reader ends before the writer: pipefail would fail the RUN.
    [pipeHidesFailure, "FROM alpine\nRUN a | head -1"],
    [pipeHidesFailure, "FROM alpine\nRUN ! a | grep -q b"],
    // SHELL would wrap the CMD as well, or the RUNs of another stage.
    [pipeHidesFailure, "FROM debian:12\nRUN a | b\nCMD c"],
    [pipeHidesFailure, "FROM debian:12 AS x\nRUN a | b\nFROM x\nRUN c"],
  ])("%#: no fix: %o in %j", (rule, text) => {
    expect(observe(rule, text)).not.toEqual([]);
    expect(fixed(rule, text)).toBe(text);
  });

  it("sudo is never taken away unproven: it also changes the environment", () => {
    const classes = ["FROM debian:12\n", "FROM example.com/app\n"].map(
      (base) => observe(sudo, `${base}RUN sudo a`)[0]?.fix?.applicability,
    );
    expect(classes).toEqual(["proven", "proven"]);
  });
});
