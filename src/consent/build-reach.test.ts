import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildReach, permitForBuild, type BuildSpec } from "./build-reach.ts";
import { itemsNeedingConsent, decide, insist, nameOf } from "./decide.ts";
import { foreignFrontEnds } from "./front-end.ts";

const names = (spec: Partial<BuildSpec>) =>
  itemsNeedingConsent(buildReach({ dockerfile: "FROM a\n", ...spec }))
    .filter(({ kind }) => kind !== "folder")
    .map(nameOf);

describe("front ends", () => {
  test.each([
    ["#syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# syntax = evil/fe:1 --with words\nFROM a", ["evil/fe:1"]],
    ["\t #\tSyNtAx\t=\tevil/fe  \r\nFROM a", ["evil/fe"]],
    ["\uFEFF# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["#!/usr/bin/env docker\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["\uFEFF#!/bin/x\n\n// syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["//syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# escape=`\n# check=skip=all\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# unknown=1\n# a comment\n\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# syntax=docker/dockerfile:1\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# syntax=docker/dockerfile:1\n// syntax=evil/fe\nFROM a", ["evil/fe"]],
    ['{"syntax": "evil/fe"}\nFROM a', ["(a JSON object)"]],
    ['\uFEFF\n  {"synta\\u0078": "evil/fe"}', ["(a JSON object)"]],
    ['#!/bin/x\n{"syntax":"evil/fe"}', ["(a JSON object)"]],
    ["# syntax=docker/dockerfile:1\u2028evil\nFROM a", ["docker/dockerfile:1\u2028evil"]],
    ["# syntax=docker/dockerfile:1\tevil/fe\nFROM a", ["docker/dockerfile:1\tevil/fe"]],
    ["# syntax=evil/docker/dockerfile\nFROM a", ["evil/docker/dockerfile"]],
    ["# syntax=docker/dockerfile-evil\nFROM a", ["docker/dockerfile-evil"]],
    ["# syntax=docker/dockerfile-upstream:master\nFROM a", ["docker/dockerfile-upstream:master"]],
    ["# syntax=localhost:5000/docker/dockerfile:1\nFROM a", ["localhost:5000/docker/dockerfile:1"]],
    ["# syntax=docker.io.evil/docker/dockerfile\nFROM a", ["docker.io.evil/docker/dockerfile"]],
    ["# syntax=Docker/Dockerfile:1\nFROM a", ["Docker/Dockerfile:1"]],
    ["\uFEFF\uFEFF# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["\uFEFF\uFEFF#!/bin/x\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# syntax=docker/dockerfile\uFEFF:1\nFROM a", ["docker/dockerfile\uFEFF:1"]],
    ["# syntax=docker/dockerfile:1\t x\nFROM a", ["docker/dockerfile:1\t"]],
    ["# syntax=evil/fe docker/dockerfile  x\nFROM a", ["evil/fe"]],
    ["#!/bin/x # syntax=a/b\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["   \n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    ["# syntax=a/b\n# syntax=c/d\nFROM a", ["a/b", "c/d"]],
    ["# syntax=evil/fe#!x\nFROM a", ["evil/fe#!x"]],
    ["# a\n#!x\n# syntax=evil/fe\nFROM a", ["evil/fe"]],
    [" \t\n  {}", ["(a JSON object)"]],
    ["# syntax=docker/dockerfile:1@sha256:abc\nFROM a", ["docker/dockerfile:1@sha256:abc"]],
  ])("%j", (text, expected) => {
    expect(foreignFrontEnds(text)).toEqual(expected);
    expect(() => permitForBuild({ dockerfile: text })).toThrow(`build:syntax=`);
  });

  test.each([
    "FROM a",
    "# syntax=docker/dockerfile\nFROM a",
    "# syntax=docker/dockerfile:1.7-labs\r\nFROM a",
    "#syntax=docker.io/docker/dockerfile:1\nFROM a",
    "# syntax=index.docker.io/docker/dockerfile:1.4\nFROM a",
    `# syntax=docker/dockerfile:1@sha256:${"0a".repeat(32)}\nFROM a`,
    "# see https://x.example/?syntax=1\nFROM a",
    "FROM a\n# syntax=evil/fe\nRUN x",
    "ARG V=1\n# syntax=evil/fe\nFROM a",
    "",
    "\n",
    "FROM a # syntax=evil/fe",
    "RUN x # syntax=evil/fe\n# syntax=evil/fe",
    "# syntax=\nFROM a",
    "# 1syntax=evil/fe\nFROM a",
  ])("finds none in %j", (text) => expect(foreignFrontEnds(text)).toEqual([]));
});

test("requires consent for the builder's own arguments in any case", () => {
  const bad = [
    "BUILDKIT_SYNTAX",
    "BUILDKIT_CONTEXT_KEEP_GIT_DIR",
    "BUILDKIT_CACHE_MOUNT_NS",
    "BUILDKIT_ANYTHING_NEW",
    "buildkit_syntax",
    "BUILDX_GIT_INFO",
    " BUILDKIT_SYNTAX",
    "A=B",
    "A\nB",
    "",
    "build-arg:BUILDKIT_SYNTAX",
  ];
  for (const name of bad) expect(names({ buildArgs: { [name]: "x" } })).toHaveLength(1);
  expect(names({ buildArgs: { VERSION: "1", _x: "", "some.name-1": "BUILDKIT_SYNTAX=x", HTTP_PROXY: "p" } })).toEqual(
    [],
  );
});

test("requires consent for non-image contexts and those that replace the front end", () => {
  for (const [name, value] of [
    ["base", "https://git.example/x.git"],
    ["base", "git@host:x"],
    ["base", "oci-layout:///etc"],
    ["base", "/root/.ssh"],
    ["base", "../.."],
    ["base", "target:x"],
    ["base", "docker-image://--x"],
    ["base", "docker-image://a b"],
    ["a=/root", "docker-image://b"],
    ["docker/dockerfile:1", "docker-image://evil/fe"],
    ["docker.io/docker/dockerfile", "docker-image://evil/fe"],
  ] as const)
    expect(names({ contexts: { [name]: value } })).toEqual([expect.stringMatching(/^build:context:/)]);
  expect(names({ contexts: { "python:3.8-slim": "docker-image://hullproof-test/busybox" } })).toEqual([]);
});

test("limits a permit to this text, these settings and this folder", () => {
  const located = { path: "/w", device: "1", inode: "2", kind: "folder" as const };
  const spec: BuildSpec = { dockerfile: "FROM a\n", buildArgs: { A: "1" }, context: { from: ".", located } };
  const agreed = decide(
    buildReach(spec).map((item) => ({ ...item, own: true })),
    { allowed: [] },
  );
  const permit = permitForBuild(spec, { agreed });
  insist(permit, buildReach(spec));
  for (const other of [
    { ...spec, dockerfile: "FROM b\n" },
    { ...spec, buildArgs: { A: "2" } },
    { ...spec, target: "x" },
    { ...spec, context: { from: ".", located: { ...located, inode: "3" } } },
    { ...spec, context: { from: ".", located: undefined } },
  ])
    expect(() => insist(permit, buildReach(other))).toThrow(/not what was agreed to/);
  // The project's own context needs no consent while it is unchanged.
  permitForBuild(spec, { place: located });
  expect(() => permitForBuild(spec, { place: { ...located, device: "9" } })).toThrow("folder:");
  expect(() => permitForBuild(spec, { place: { ...located, inode: "9" } })).toThrow("folder:");
  expect(() => permitForBuild(spec)).toThrow("folder:");
  // Another Dockerfile of the project needs no new consent; another folder does.
  permitForBuild({ ...spec, dockerfile: "FROM b\n" }, { agreed });
  expect(() =>
    permitForBuild({ ...spec, context: { from: "..", located: { ...located, inode: "3" } } }, { agreed }),
  ).toThrow("folder:");
  expect(() => permitForBuild({ ...spec, dockerfile: "# syntax=evil\nFROM b\n" }, { agreed })).toThrow("syntax=evil");
});

test("describes each item, and distinguishes items by value", () => {
  const asking = {
    buildArgs: { B: "2", A: "1", BUILDKIT_SYNTAX: "evil/fe" },
    contexts: { base: "/root" },
    dockerfile: "# syntax=evil/fe\nFROM a",
  };
  expect(itemsNeedingConsent(buildReach(asking))).toEqual([
    {
      kind: "build",
      value: "syntax=evil/fe",
      what: "has the Dockerfile read and carried out by this image in place of docker/dockerfile",
    },
    {
      kind: "build",
      value: "arg:BUILDKIT_SYNTAX",
      what: "sets the argument BUILDKIT_SYNTAX to evil/fe, which the builder itself obeys",
      exactly: "arg BUILDKIT_SYNTAX=evil/fe",
    },
    { kind: "build", value: "context:base", what: "takes /root for base", exactly: "context base=/root" },
  ]);
});

test("binds text, target and arguments in any order", () => {
  const spec = { dockerfile: "FROM a\n", buildArgs: { B: "2", A: "1" }, target: "t" };
  const [text, settings] = buildReach(spec);
  expect(text).toMatchObject({ kind: "build", value: "dockerfile", what: "what is built", own: true });
  expect(text?.exactly).toBe(`dockerfile ${createHash("sha256").update("FROM a\n").digest("hex")}`);
  expect(settings).toEqual({
    kind: "build",
    value: "settings",
    what: "what is built",
    own: true,
    exactly: 'settings [[["A","1"],["B","2"]],"t"]',
  });
  expect(buildReach({ ...spec, buildArgs: { A: "1", B: "2" } })).toEqual(buildReach(spec));
  expect(buildReach({ dockerfile: "FROM a\n" })[1]?.exactly).toBe('settings [[],""]');
  expect(buildReach({ dockerfile: "FROM a\n" })).toHaveLength(2);
});

test("lists the context, and needs no consent for a missing one", () => {
  const context = { from: "..", located: { path: "/w", device: "1", inode: "2", kind: "folder" as const } };
  expect(buildReach({ dockerfile: "FROM a\n", context })[0]).toEqual({
    kind: "folder",
    value: "/w",
    what: ".. at the build, as its context, read-only or as a copy",
    exactly: "read 1:2",
  });
  permitForBuild({ dockerfile: "FROM a\n", context: { from: "gone", located: undefined } });
  permitForBuild({ dockerfile: "FROM a\n" });
  expect(() => permitForBuild({ dockerfile: "FROM a\n", context }, { place: undefined })).toThrow("folder:/w");
});

test("ignores arguments and contexts with similar names", () => {
  expect(names({ buildArgs: { MY_BUILDKIT_SYNTAX: "x", XBUILDX_Y: "x" } })).toEqual([]);
  for (const value of ["x docker-image://a", "xdocker-image://a", "docker-image://a\nb", "docker-image://"])
    expect(names({ contexts: { base: value } })).toEqual(["build:context:base"]);
});
