// Classes of findings on commands that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/rules/needs.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { readAnyway } from "../read-anyway.ts";
import addInsteadOfCopy from "../../src/rules/build/copies/add-instead-of-copy.ts";
import aptKey from "../../src/rules/build/commands/apt-key.ts";
import curlWithoutFail from "../../src/rules/build/commands/curl-without-fail.ts";
import pipeHidesFailure from "../../src/rules/build/commands/pipe-hides-failure.ts";
import shellcheck from "../../src/rules/build/commands/shellcheck.ts";
import shellFormCmd from "../../src/rules/build/running/shell-form-cmd.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import wgetProgress from "../../src/rules/build/commands/wget-progress.ts";

type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

function messages(rule: DockerfileRule, text: string, more: Partial<Facts> = {}): readonly string[] {
  const facts = { ...textFacts(readAnyway(text), { today: "2026-11-24" }), ...more };
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}

const run = (line: string): string => `FROM debian:trixie-slim\nRUN ${line}\n`;

describe.each<[string, DockerfileRule, readonly string[], readonly string[]]>([
  [
    "build/pipe-hides-failure, where the reader fails by itself",
    pipeHidesFailure,
    [
      "curl -fsSL https://example.com/a.tgz | tar -xz",
      "wget -qO- https://example.com/k | gpg --dearmour > /k.gpg && apt-get update",
      "curl https://example.com/k | apt-key --keyring /usr/share/keyrings/a.gpg add - && apt-get update",
      "curl https://example.com/k | sudo apt-key add -",
      "curl https://example.com/k | gpg --batch --import",
      "curl https://example.com/a | gunzip | tar x",
      "curl https://example.com/a | xz -dc > /a",
      "curl https://example.com/a | zstd -d > /a",
      "curl https://example.com/sums | sha256sum --check",
      "grep a SHA256SUMS | sha256sum -c -",
      "dpkg-deb --fsys-tarfile a.deb | tar -C /a -xf -",
      "rpm2cpio a.rpm | cpio -idm",
      "cat a.tgz | tar -xz",
      "if [ -f a ]; then mkdir b && curl https://example.com/k | gpg --dearmor -o k && a; elif c; then d; fi && e",
      "case $A in a) curl https://example.com/a | tar x ;; *) b ;; esac && c",
      "(curl https://example.com/a | tar x) && b",
      "set -eux; curl https://example.com/a | tar xz; rm -r b",
      'curl https://example.com/a | tar -C "$(dirname /a/b)" -xz && b',
      "<<E\nset -e\ncurl https://example.com/a | tar x\nmake\nE",
      '["sh", "-c", "curl https://example.com/a | tar x"]',
    ],
    [
      "curl https://example.com/a | bash",
      "curl https://example.com/a | tee b",
      "curl https://example.com/a | jq . > b",
      "curl https://example.com/a | sed s/a/b/ | gpg --dearmor",
      "curl https://example.com/a | gpg --dearmor | tee k > /dev/null",
      "curl https://example.com/a | tar x | sort",
      "curl https://example.com/a | tar c",
      "curl https://example.com/a | sha256sum",
      "curl https://example.com/a | gzip > b",
      "curl https://example.com/a | zcat -f > b",
      // libarchive takes nothing for an empty archive.
      "curl https://example.com/a | bsdtar -xf -",
      "curl https://example.com/a | xargs tar x",
      "tar -c a | tar -xC b",
      "find a | cpio -i",
      "cat a.asc b.asc | gpg --import",
      "cat *.asc | gpg --import",
      "curl https://example.com/a https://example.com/b | gpg --import",
      "curl https://example.com/a | tar x || true",
      "curl https://example.com/a | tar x; make",
      "curl https://example.com/a | tar x && make; b",
      "curl https://example.com/a | tar x &",
      "if curl https://example.com/a | tar x; then b; fi",
      "! curl https://example.com/a | tar x",
      "for a in b c; do curl https://example.com/$a | tar x; done",
      "A=$(curl https://example.com/a | tar -xO) && b",
      "<<E\ncurl https://example.com/a | tar x\nmake\nE",
    ],
  ],
  [
    "build/curl-without-fail, where the next command looks at the file",
    curlWithoutFail,
    [
      "set -ex && curl -L -o /tmp/a.tar.gz https://example.com/a && tar xvf /tmp/a.tar.gz -C /tmp && b",
      "curl -o a.deb -sSL https://example.com/a && echo ${SUM} a.deb | sha1sum -c - && apt-get install -y ./a.deb",
      "curl -sSL https://example.com/a | tar xz",
      "curl -sSL https://example.com/k | gpg --dearmor > /k",
      "curl -sSL https://example.com/k > /tmp/k && apt-key add /tmp/k",
      "curl -sSLO https://example.com/a.zip && unzip -q a.zip",
      "curl -sSLO https://example.com/a.deb && dpkg -i a.deb",
      "curl -sSLO https://example.com/a.rpm && rpm -Uvh a.rpm",
      "curl -o a https://example.com/a && curl -o a.asc https://example.com/a.asc && gpg --verify a.asc a",
      'curl -o "$A" https://example.com/a && mkdir -p /a && tar -C /a -xf "$A"',
      "set -e; curl -o a https://example.com/a; tar xf a; b",
      'curl -O https://example.com/a.tgz && sha256sum -c <<< "$SUM a.tgz"',
      "if a; then curl -o a.zip https://example.com/a && unzip a.zip; fi && b",
    ],
    [
      "curl -sSL https://example.com/a | bash",
      "curl -o a https://example.com/a && sh a",
      "curl -o a https://example.com/a; tar xf a",
      "curl -o a https://example.com/a && tar xf b",
      "curl -o a https://example.com/a && tar cf b a",
      "curl -o a https://example.com/a && chmod +x a && a",
      "curl -o a https://example.com/a && tar xf a || true",
      "curl -o a https://example.com/a && tar xf a; b",
      "curl -o a https://example.com/a && sha256sum a",
      'curl -o a https://example.com/a && echo "$SUM b" | sha256sum -c',
      "curl -s https://example.com/a | tee b | tar x",
      "curl -s https://example.com/a | tar x; b",
      "curl -s https://example.com/a | gunzip | sh",
      "curl -o a https://example.com/a\nRUN tar xf a",
      "for a in b; do curl -O https://example.com/a && tar xf a; done",
    ],
  ],
  [
    "updates/update-alone, where something is installed",
    updateAlone,
    [
      "apt-get update && apt-get -y install --no-install-recommends ./odoo.deb && rm -rf /var/lib/apt/lists/* odoo.deb",
      "apt-get update && apt-get install -y /tmp/a.deb",
      "apt-get update && apt-get install /tmp/a.deb -y -q",
      'apt-get update && apt-get install -y "$FILE"',
      "apt-get update && apt-get -o Acquire::Retries=3 -qq install ./a.deb",
      "apt update && apt install -y ./a.deb",
      "apt-get update && for a in *.deb; do apt-get install -y ./$a; done",
      "apt-get update && cat list | xargs apt-get install -y",
      "apt-get update && xargs -a list apt-get -y install",
      "apt-get update && cat list | while read a; do apt-get install -y $a; done",
      "apt-get update && find . -name '*.deb' -exec apt-get install -y {} +",
      "apt-get update && eval apt-get install -y a",
      "apt-get update && mk-build-deps -i debian/control",
      "apt-get update; if [ -f a.deb ]; then apt-get install -y ./a.deb; fi",
      'apt-get update && bash -c "apt-get install -y ./a.deb"',
    ],
    [
      "apt-get update",
      "apt-get update && rm ./odoo.deb",
      "apt-get update && dpkg -i ./a.deb",
      "apt-get install -y ./a.deb && apt-get update",
      "apt-get update && apt-get remove -y a",
      "apt-get update && apt-get clean",
      "apt-get update && npm install ./a",
      "apt-get update && echo apt-get install ./a.deb",
      "apt-get update && find / -name apt -delete",
      "apt-get update && echo list | xargs rm",
    ],
  ],
])("%s", (_, rule, silent, reported) => {
  it.each(silent)("says nothing of %j", (line) => expect(messages(rule, run(line))).toEqual([]));
  it.each(reported)("reports %j", (line) => expect(messages(rule, run(line))).not.toEqual([]));
});

describe("BusyBox", () => {
  it.each(["xz -d > /a", "unxz > /a", "zcat > /a", "cpio -i"])(
    "takes nothing or half of it for success: %s",
    (reader) => {
      expect(
        messages(pipeHidesFailure, `FROM alpine:3.22\nRUN wget -qO- https://example.com/a | ${reader}\n`),
      ).toHaveLength(1);
    },
  );
  it.each(["tar -xJ", "tar -x", "gunzip > /a", "bunzip2 > /a", "sha256sum -c"])("fails with %s", (reader) => {
    expect(messages(pipeHidesFailure, `FROM alpine:3.22\nRUN wget -qO- https://example.com/a | ${reader}\n`)).toEqual(
      [],
    );
  });
});

describe("build/wget-progress, with the wget of BusyBox", () => {
  const get = "RUN wget https://example.com/a\n";
  it.each([
    `FROM alpine:3.22\n${get}`,
    `FROM docker.io/library/alpine\n${get}`,
    `FROM python:3.13.7-alpine3.22\n${get}`,
    `FROM nginx:1.29-alpine-slim\n${get}`,
    `FROM busybox\n${get}`,
    `FROM docker:29-cli\n${get}`,
    `FROM python:3.13-alpine AS a\nRUN apk add alpine-sdk\nFROM a AS b\n${get}`,
    `ARG BASE=alpine\nFROM \${BASE}:3.22\n${get}`,
    `ARG VARIANT=alpine3.22\nFROM node:24-$VARIANT\n${get}`,
    `FROM alpine AS a\nRUN apk add wget\nFROM alpine\n${get}`,
    `FROM alpine\nRUN apk del wget\n${get}`,
    `FROM alpine\nRUN apk add wget-doc\n${get}`,
    "FROM debian:13\nRUN busybox wget https://example.com/a\n",
  ])("says nothing of %j", (text) => expect(messages(wgetProgress, text)).toEqual([]));
  it.each([
    `FROM debian:13\n${get}`,
    `FROM example/app\n${get}`,
    `FROM example/app:alpinist\n${get}`,
    `FROM alpine\nRUN apk add --no-cache curl wget\n${get}`,
    `FROM alpine\nRUN apk --no-cache add wget=1.25.0-r1\n${get}`,
    `FROM alpine AS a\nRUN apk add wget~1.25\nFROM a\n${get}`,
    "FROM alpine\nRUN apk add -U wget && wget https://example.com/a\n",
    `FROM alpine AS a\nFROM debian:13\n${get}`,
    `ARG BASE=debian\nFROM \${BASE}:13\n${get}`,
  ])("reports %j", (text) => expect(messages(wgetProgress, text)).toHaveLength(1));
});

describe("build/shell-form-cmd, under bash", () => {
  const bash = 'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n';
  it.each([
    `${bash}CMD "/setup.sh"\n`,
    `${bash}CMD node server.js\n`,
    `${bash}CMD node server.js --port $PORT\n`,
    `${bash}CMD $JAVA_HOME/bin/java -jar a.jar\n`,
    `${bash}CMD exec node server.js\n`,
    `${bash}CMD A=1 node server.js\n`,
    `${bash}CMD env A=1 node server.js\n`,
    `${bash}CMD node \\\n  server.js\n`,
    `${bash}ENTRYPOINT java -jar a.jar\n`,
    'FROM debian:13 AS a\nSHELL ["/usr/bin/bash", "-lc"]\nFROM a\nCMD node server.js\n',
    'FROM debian:13\nSHELL ["bash", "-c"]\nCMD node server.js\n',
  ])("says nothing of %j", (text) => expect(messages(shellFormCmd, text)).toEqual([]));
  it.each([
    ["CMD cd /a && node b", "`/bin/bash -o pipefail -c`"],
    ["CMD node a; node b", "`/bin/bash -o pipefail -c`"],
    ["CMD node a | tee b", "`/bin/bash -o pipefail -c`"],
    ["CMD node a > /log", "`/bin/bash -o pipefail -c`"],
    ["CMD node a 2>&1", "`/bin/bash -o pipefail -c`"],
    ["CMD (node a)", "`/bin/bash -o pipefail -c`"],
    ["CMD time node a", "`/bin/bash -o pipefail -c`"],
    ["CMD source /run.sh", "`/bin/bash -o pipefail -c`"],
    ["CMD node a &", "`/bin/bash -o pipefail -c`"],
    ["HEALTHCHECK CMD curl -f http://localhost", "`/bin/bash -o pipefail -c`"],
    ['SHELL ["/bin/sh", "-ec"]\nCMD node a', "`/bin/sh -ec`"],
    ["FROM debian:13\nCMD node a", "`/bin/sh -c`"],
  ])("reports %j with the name of the shell", (line, shell) => {
    expect(messages(shellFormCmd, `${bash}${line}\n`)).toEqual([expect.stringContaining(shell)]);
  });
});

describe("build/shellcheck, where /bin/sh is bash", () => {
  const said = (from: string, code = "SC3009", message = "In POSIX sh, brace expansion is undefined.") => {
    const text = `${from}\nRUN a\n`;
    const span = { start: text.indexOf("RUN"), end: text.length };
    return messages(shellcheck, text, { shellcheck: [{ code, level: "warning", message, span }] });
  };
  it.each([
    "rockylinux:9",
    "rockylinux/rockylinux:10-minimal",
    "almalinux:9",
    "fedora:43",
    "quay.io/fedora/fedora-minimal:43",
    "quay.io/centos/centos:stream9",
    "redhat/ubi9-minimal",
    "registry.access.redhat.com/ubi9/nodejs-22:latest",
    "oraclelinux:9",
    "amazonlinux:2023",
    "public.ecr.aws/lambda/python:3.13",
    "opensuse/leap:15.6",
    "archlinux:base-devel",
    "mysql:8.4-oraclelinux9",
  ])("says nothing of %s", (base) => expect(said(`FROM ${base}`)).toEqual([]));
  it.each([
    "FROM fedora:43 AS a\nFROM a AS b\nFROM b",
    "ARG BASE=rockylinux:9\nFROM $BASE",
    "ARG VERSION=9\nFROM almalinux:${VERSION}",
    'FROM fedora:43\nSHELL ["/bin/sh", "-ec"]',
  ])("says nothing of %j", (from) => expect(said(from)).toEqual([]));
  it.each(["SC2039", "SC3010", "SC3030", "SC3054"])("says nothing of %s", (code) =>
    expect(said("FROM rockylinux:9", code)).toEqual([]),
  );
  it.each([
    ["FROM debian:13", "SC3009"],
    ["FROM ubuntu:24.04", "SC3054"],
    ["FROM example/rocky", "SC3009"],
    ["FROM rockylinux:9 AS a\nFROM debian:13", "SC3009"],
    ["FROM amazoncorretto:21-alpine", "SC3009"],
    ["FROM rockylinux:9", "SC2086"],
    ["FROM rockylinux:9", "SC3033"],
    ["FROM rockylinux:8", "SC3001"],
    ["FROM amazonlinux:2", "SC3001"],
  ])("reports %j %s", (from, code) => expect(said(from, code)).toHaveLength(1));
  it("has process substitution as sh since bash 5.1", () => {
    expect(said("FROM rockylinux:9", "SC3001")).toEqual([]);
    expect(said("FROM amazonlinux:2023", "SC3001")).toEqual([]);
  });
  it("reports what another shell lacks that SHELL names", () => {
    const from = 'FROM rockylinux:9\nSHELL ["/bin/dash", "-c"]';
    expect(said(from, "SC3009", "In dash, brace expansion is not supported.")).toHaveLength(1);
  });
});

describe("build/apt-key", () => {
  const every = /trusts this key for every repository/;
  it.each([
    "curl a | apt-key --keyring /usr/share/keyrings/a.gpg add -",
    "apt-key --keyring=/etc/apt/keyrings/a.gpg add k",
    "apt-key --keyring /a.gpg adv --keyserver k --recv-keys 1",
    "apt-key adv --keyring /a.gpg --fetch-keys https://example.com/k",
    'apt-key --keyring "$KEYRING" add k',
    "sudo apt-key --keyring /a.gpg add k",
  ])("says of %j that the program is gone, and no more", (line) => {
    const [message] = messages(aptKey, run(line));
    expect(message).toMatch(/newer releases no longer have the program/);
    expect(message).not.toMatch(every);
  });
  it.each([
    "apt-key add k",
    "curl a | apt-key add -",
    "apt-key adv --keyserver k --recv-keys 1",
    "apt-key --keyring /etc/apt/trusted.gpg add k",
    "apt-key --keyring /etc/apt/trusted.gpg.d/a.gpg add k",
    "apt-key --keyring trusted.gpg add k",
  ])("says of %j that every repository may use the key", (line) => {
    expect(messages(aptKey, run(line))).toEqual([expect.stringMatching(every)]);
  });
});

describe("build/add-instead-of-copy", () => {
  const archive = /would unpack an archive/;
  it.each([
    ". /a",
    "./ /a",
    "/ /a",
    "src/ /a",
    "./src/. /a",
    '[".", "/a"]',
    "--chown=1:1 . /a",
    ". lib/ /a",
    "src /a",
    "./src/lib /a",
  ])("speaks of no archive where ADD takes a directory: %s", (args) => {
    const buildContext = {
      files: [
        { path: "src/lib/a.py", size: 1 },
        { path: "a.py", size: 1 },
      ],
    };
    const observed = messages(addInsteadOfCopy, `FROM debian:13\nADD ${args}\n`, { buildContext } as never);
    expect(observed).toHaveLength(1);
    expect(observed[0]).not.toMatch(archive);
  });
  it.each(["a.py /a", ". a.py /a", "lib /a", "lib/* /a", ".env /a"])("speaks of one otherwise: %s", (args) => {
    expect(messages(addInsteadOfCopy, `FROM debian:13\nADD ${args}\n`)).toEqual([expect.stringMatching(archive)]);
  });
});
