// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { compose, dockerfile, document, levels, manifest } from "./checked-text.ts";

const pod = (securityContext: object) =>
  manifest({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "a", image: "example/a:1", securityContext }] },
  });

describe("capabilities/new-privileges, switched off", () => {
  const rule = "capabilities/new-privileges";
  const off = { allowPrivilegeEscalation: true };
  it.each([
    [pod({ ...off, privileged: true })],
    [pod({ ...off, privileged: true, runAsUser: 1000 })],
    [pod({ ...off, privileged: true, capabilities: { add: ["CAP_SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { add: ["NET_ADMIN", "CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    privileged: true\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --privileged --security-opt no-new-privileges=false example/a:1\n")],
  ])("is silent where something forces it: %#", (checked) => {
    expect(levels(checked, rule)).toEqual([]);
  });
  it.each([
    [pod(off)],
    [pod({ ...off, privileged: false })],
    [pod({ ...off, runAsUser: 1000 })],
    // The API server compares this spelling alone.
    [pod({ ...off, capabilities: { add: ["SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { drop: ["CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    cap_add: [CAP_SYS_ADMIN]\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --security-opt no-new-privileges=false example/a:1\n")],
  ])("is a warning elsewhere: %#", (checked) => {
    expect(levels(checked, rule)).toEqual(["warning"]);
  });
});

describe("build/copy-without-slash", () => {
  const rule = "build/copy-without-slash";
  it.each([
    "FROM debian:13\nCOPY a b /etc",
    "FROM alpine:3.23\nCOPY a b /usr/local/bin",
    "FROM example/app:1\nCOPY a b /tmp",
    "FROM ubuntu:24.04\nADD a b /opt",
    'FROM debian:13\nCOPY ["a", "b", "/root"]',
    "FROM debian:13\nARG TO=/etc\nCOPY a b $TO",
    "FROM node:24\nWORKDIR /app\nCOPY a b /app",
    "FROM node:24\nWORKDIR /app/web\nCOPY a b /app",
    "FROM node:24\nWORKDIR /app\nCOPY c config/\nCOPY a b config",
    "FROM node:24\nCOPY c /app/c\nCOPY a b /app",
    "FROM node:24\nCOPY . /app\nCOPY a b /app",
    "FROM node:24\nRUN mkdir -p /app/log && true\nCOPY a b /app",
    "FROM node:24\nWORKDIR /srv\nRUN mkdir app\nCOPY a b app",
    "FROM node:24 AS one\nRUN install -d /app\nFROM one\nCOPY a b /app",
    "FROM scratch\nCOPY c /etc/\nCOPY a b /etc",
  ])("is a warning where the folder is there: %j", (text) => {
    expect(levels(dockerfile(`${text}\n`), rule)).toEqual(["warning"]);
  });
  it.each([
    "FROM node:24\nCOPY a b /app",
    "FROM node:24\nCOPY a b app",
    "FROM scratch\nCOPY a b /etc",
    "FROM busybox:1.37\nCOPY a b /usr/local/bin",
    "FROM gcr.io/distroless/static-debian13\nCOPY a b /opt",
    "FROM debian:13\nCOPY a b /etc/shop",
    "FROM debian:13\nCOPY a b /etcetera",
    "FROM node:24\nCOPY a b /app\nWORKDIR /app",
    "FROM node:24 AS one\nWORKDIR /app\nFROM node:24\nCOPY a b /app",
    "FROM node:24\nCOPY c /app\nCOPY a b /app",
    "FROM node:24\nRUN cd /srv && mkdir app\nCOPY a b /app",
    "FROM node:24\nRUN echo mkdir /app\nCOPY a b /app",
    "FROM node:24\nONBUILD WORKDIR /app\nCOPY a b /app",
    "FROM node:24\nWORKDIR /apps\nCOPY a b /app",
  ])("is an error where it may be missing: %j", (text) => {
    expect(levels(dockerfile(`${text}\n`), rule)).toEqual(["error"]);
  });
});
