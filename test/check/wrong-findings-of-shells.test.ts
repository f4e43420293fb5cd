// Findings that depend on the shell and the programs of the base, or said more than is so: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import addInsteadOfCopy from "../../src/rules/dockerfile-quality/copies/add-instead-of-copy.ts";
import aptKey from "../../src/rules/dockerfile-quality/commands/apt-key.ts";
import shellcheck from "../../src/rules/dockerfile-quality/commands/shellcheck.ts";
import shellFormCmd from "../../src/rules/dockerfile-quality/running/shell-form-cmd.ts";
import wgetProgress from "../../src/rules/dockerfile-quality/commands/wget-progress.ts";
import { messages } from "./rule-messages.ts";

const run = (line: string): string => `FROM debian:trixie-slim\nRUN ${line}\n`;

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
