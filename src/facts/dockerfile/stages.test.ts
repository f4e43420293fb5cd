import { describe, expect, it } from "vitest";
import { readDockerfile } from "../../formats/dockerfile/parse.ts";
import { dockerfileFact } from "./stages.ts";

// Texts that Docker refuses have stages as well.
const fact = (text: string) => {
  const { parsed } = readDockerfile("Dockerfile", text);
  if (parsed === undefined) throw new Error(`no stage in ${text}`);
  return dockerfileFact(parsed);
};
const base = (text: string) => {
  const { stages } = fact(text);
  const { span: _, tagSpan, ...rest } = stages[0]?.base ?? { span: { start: 0, end: 0 } };
  return { ...rest, ...(tagSpan === undefined ? {} : { at: text.slice(tagSpan.start, tagSpan.end) }) };
};
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("base references", () => {
  it.each<[string, object]>([
    ["FROM python", { text: "python", kind: "image", name: "python" }],
    [
      "FROM python:3.8-slim",
      { text: "python:3.8-slim", kind: "image", name: "python", tag: "3.8-slim", at: "3.8-slim" },
    ],
    ["FROM localhost:5000/a/b", { text: "localhost:5000/a/b", kind: "image", name: "localhost:5000/a/b" }],
    [
      "FROM h.example:5000/a:1 AS x",
      { text: "h.example:5000/a:1", kind: "image", name: "h.example:5000/a", tag: "1", at: "1" },
    ],
    [`FROM a:1@${digest}`, { text: `a:1@${digest}`, kind: "image", name: "a", tag: "1", digest, at: "1" }],
    [`FROM a@${digest}`, { text: `a@${digest}`, kind: "image", name: "a", digest }],
    ["FROM --platform=$BUILDPLATFORM golang:1", { text: "golang:1", kind: "image", name: "golang", tag: "1", at: "1" }],
    ["FROM scratch", { text: "scratch", kind: "scratch" }],
    ["FROM py\\\nthon:3", { text: "python:3", kind: "image", name: "python", tag: "3" }],
    ["ARG V=3\nFROM python:$V", { text: "python:$V", kind: "image", name: "python", tag: "3" }],
    [
      'ARG V="3" W=${V}.1\nFROM python:${W}-slim',
      { text: "python:${W}-slim", kind: "image", name: "python", tag: "3.1-slim" },
    ],
    ["FROM python:${V:-3}", { text: "python:${V:-3}", kind: "image", name: "python", tag: "3" }],
    [
      "ARG V=\nFROM python:${V:-3}${V-x}${V+y}${V:+z}",
      { text: "python:${V:-3}${V-x}${V+y}${V:+z}", kind: "image", name: "python", tag: "3y" },
    ],
    ["ARG V\nFROM python:$V", { text: "python:$V", kind: "unresolved" }],
    ["FROM $UNKNOWN", { text: "$UNKNOWN", kind: "unresolved" }],
    ["ARG V=1.2\nFROM a:${V%.*}", { text: "a:${V%.*}", kind: "image", name: "a", tag: "1" }],
    ["FROM a:${TARGETARCH}", { text: "a:${TARGETARCH}", kind: "unresolved" }],
    ["ARG V=\nFROM $V", { text: "$V", kind: "unresolved" }],
    ["FROM a:b:c", { text: "a:b:c", kind: "unresolved" }],
  ])("%s", (text, expected) => {
    expect(base(`${text}\n`)).toEqual(expected);
  });

  it("finds a stage only by its name in lower case", () => {
    expect(fact("FROM a AS Base\nFROM Base\nFROM base\n").stages.map(({ base }) => base.kind)).toEqual([
      "image",
      "unresolved",
      "stage",
    ]);
  });

  it("distinguishes an ARG inside a stage from one before the first FROM", () => {
    expect(fact("FROM a\nARG V=1\nFROM b:$V\n").stages[1]?.base.kind).toBe("unresolved");
  });
});

describe("stages", () => {
  it("returns names, order and the stages that the last one needs", () => {
    const { stages } = fact(
      [
        "ARG B=build",
        "FROM golang AS build",
        "RUN go build",
        "FROM build AS test",
        "RUN go test",
        "FROM alpine AS assets",
        "FROM busybox AS tools",
        "FROM debian AS unused",
        "COPY --from=test /x /y",
        "FROM debian AS Base",
        "FROM base",
        "COPY --from=BUILD /a /a",
        "COPY --from=nginx /b /b",
        "COPY --from=2 /c /c",
        "RUN --mount=type=bind,source=/x,from=tools /x",
        "ONBUILD COPY --from=unused /x /x",
      ].join("\n"),
    );
    expect(
      stages.map(({ index, name, base: { kind }, reachesTarget, final }) => [index, name, kind, reachesTarget, final]),
    ).toEqual([
      [0, "build", "image", true, false],
      [1, "test", "stage", false, false],
      [2, "assets", "image", true, false],
      [3, "tools", "image", true, false],
      [4, "unused", "image", false, false],
      [5, "Base", "image", true, false],
      [6, undefined, "stage", true, true],
    ]);
    expect(stages.map(({ instructions }) => instructions.map(({ keyword }) => keyword))).toEqual([
      ["RUN"],
      ["RUN"],
      [],
      [],
      ["COPY"],
      [],
      ["COPY", "COPY", "COPY", "RUN", "COPY"],
    ]);
  });

  it("follows indirect dependencies and survives a stage that copies from itself", () => {
    const reaching = (text: string) => fact(text).stages.map(({ reachesTarget }) => reachesTarget);
    expect(
      reaching("FROM a AS a1\nFROM a1 AS b1\nFROM x AS c1\nCOPY --from=b1 a b\nFROM y\nCOPY --from=c1 a b\n"),
    ).toEqual([true, true, true, true]);
    expect(reaching("FROM a AS me\nCOPY --from=me a b\nCOPY --from=7 a b\n")).toEqual([true]);
  });

  it("uses the latest of two stages with one name", () => {
    expect(fact("FROM a AS x\nFROM b AS x\nFROM x\n").stages.map(({ reachesTarget }) => reachesTarget)).toEqual([
      false,
      true,
      true,
    ]);
  });
});
