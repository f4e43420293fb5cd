import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import type { Context } from "../context.ts";
import { checkDockerfile } from "../judge/check-text.ts";
import { baseDoubts } from "./base-doubts.ts";
import { fixText, type AppliedFix } from "./fix.ts";

const context = { cwd: ".", today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
const check = (text: string) => checkDockerfile("Dockerfile", text, emptyConfig, context);

interface World {
  /** Image names of the engine with their ids. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly mirrors?: Readonly<Record<string, string>>;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** Unproven fixes by rule. */
async function doubtsOf(original: string, { ids = {}, mirrors = {}, buildArgs = {} }: World) {
  const fixed = fixText(original, { kind: "dockerfile", allowed: ["safe", "proven"], check });
  const doubts = await baseDoubts(fixed.applied, {
    buildArgs,
    mirrors: Object.entries(mirrors).map(([image, mirror]) => ({ image, mirror, reason: "" })),
    imageId: async (name) => new Map(Object.entries(ids)).get(name),
  });
  const named = fixed.applied.flatMap(({ key, rule }) => {
    const doubt = doubts.get(key);
    return doubt === undefined ? [] : [[rule, doubt] as const];
  });
  return { text: fixed.text, doubts: Object.fromEntries(named) };
}

const old = 'FROM python:3.8-slim\nRUN apt-get update\nCMD ["python3"]\n';
const rule = "base-image/end-of-life";
const pair = { "python:3.8-slim": "a", "python:3.13-slim": "b" };

describe("a new base", () => {
  it.each<[string, string, World, Record<string, string>]>([
    ["two images of the engine", old, { ids: pair }, {}],
    ["images on the builder alone", old, {}, {}],
    [
      "one image under both names",
      old,
      { ids: { ...pair, "python:3.13-slim": "a" } },
      { [rule]: "python:3.8-slim and python:3.13-slim are one image on this engine" },
    ],
    [
      "a stand-in for the new one",
      old,
      { ids: pair, mirrors: { "python:3.13-slim": "local/new" } },
      { [rule]: "local/new stood in for python:3.13-slim" },
    ],
    [
      "a stand-in for the old one",
      old,
      { ids: pair, mirrors: { "python:3.8-slim": "local/old" } },
      { [rule]: "local/old stood in for python:3.8-slim" },
    ],
    [
      "stand-ins for both",
      old,
      { mirrors: { "python:3.8-slim": "local/x", "python:3.13-slim": "local/x" } },
      { [rule]: "local/x stood in for python:3.8-slim, local/x stood in for python:3.13-slim" },
    ],
    [
      "a stand-in of a stage that does not change",
      `FROM local/tools:1 AS tools\n${old}`,
      { ids: pair, mirrors: { "local/tools:1": "local/a" } },
      {},
    ],
    [
      "one of two stages",
      `FROM node:18-slim AS build\nRUN true\n${old}`,
      { ids: pair, mirrors: { "node:18-slim": "local/n" } },
      { [rule]: "local/n stood in for node:18-slim" },
    ],
    [
      "a name from an argument",
      'ARG TAG=3.8-slim\nFROM python:${TAG}\nCMD ["python3"]\n',
      { mirrors: { "python:3.8-slim": "local/old" } },
      {},
    ],
    [
      "a base of the same file",
      "FROM debian:trixie AS base\nFROM base\nRUN apt-get update\n",
      { mirrors: { "debian:trixie": "x" } },
      {},
    ],
    ["no base at all", "FROM scratch\nCOPY a /\n", { mirrors: { scratch: "x" } }, {}],
  ])("with %s", async (_name, text, world, expected) => {
    expect((await doubtsOf(text, world)).doubts).toEqual(expected);
  });

  it("is the same base when pinned by digest", async () => {
    const pin = { file: "Dockerfile", span: { start: 12, end: 21 }, text: `3.13-slim@sha256:${"a".repeat(64)}` };
    const applied = [{ key: "k", made: { text: "FROM python:3.13-slim\n", edits: [pin] } }] as unknown as AppliedFix[];
    const builder = { buildArgs: {}, mirrors: [], imageId: async () => "a" };
    expect(await baseDoubts(applied, builder)).toEqual(new Map());
  });
});
