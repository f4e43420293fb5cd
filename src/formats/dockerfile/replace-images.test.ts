import { expect, test } from "vitest";
import { imageUses } from "./image-uses.ts";
import { parseDockerfile } from "./parse.ts";
import { replaceImages } from "./replace-images.ts";

const images = { "python:3.13-slim": "mirror/python:1", busybox: "mirror/busybox@sha256:" + "0".repeat(64) };
const replaced = (lines: readonly string[], buildArgs: Record<string, string> = {}) =>
  replaceImages("Dockerfile", `${lines.join("\n")}\n`, images, buildArgs);
const text = (lines: readonly string[], buildArgs?: Record<string, string>) =>
  replaced(lines, buildArgs).text.trimEnd().split("\n");

test("replaces FROM with a name in any form", () => {
  expect(text(["FROM python:3.13-slim"])).toEqual(["FROM mirror/python:1"]);
  expect(text(["from --platform=linux/amd64 docker.io/library/python:3.13-slim as Build", "RUN true"])).toEqual([
    "from --platform=linux/amd64 mirror/python:1 as Build",
    "RUN true",
  ]);
  expect(text(["FROM \\", "  # the base", "  python:3.13-slim \\", "  AS x"])).toEqual([
    "FROM \\",
    "  # the base",
    "  mirror/python:1 \\",
    "  AS x",
  ]);
  expect(text(["FROM busybox:latest"])).toEqual([`FROM ${images.busybox}`]);
});

test("replaces a base from an ARG, or from the build's value of it", () => {
  const lines = [
    "ARG NAME=python",
    "ARG TAG=3.13-slim VARIANT",
    "ARG BASE=${NAME}:$TAG",
    'FROM "${BASE}"',
    "FROM ${NAME}:${TAG}${VARIANT:-}",
  ];
  expect(text(lines).slice(-2)).toEqual(["FROM mirror/python:1", "FROM mirror/python:1"]);
  expect(text(lines, { TAG: "3.12" })).toEqual(lines);
  expect(text(["ARG TAG", "FROM python:$TAG"], { TAG: "3.13-slim" })).toEqual(["ARG TAG", "FROM mirror/python:1"]);
  // An argument that no ARG declares is none.
  expect(text(["FROM python:${TAG:-3.13-slim}"], { TAG: "3.12" })).toEqual(["FROM mirror/python:1"]);
});

test("replaces COPY --from and RUN --mount=from, but no stage of the same name", () => {
  expect(
    text([
      "FROM python:3.13-slim AS busybox",
      "FROM scratch AS app",
      "COPY --from=busybox /bin/sh /bin/",
      "COPY --chown=1:1 --from=python:3.13-slim /a /b",
      "COPY --from=0 /a /b",
      "RUN --mount=type=bind,source=/x,from=python:3.13-slim,target=/y --network=none true",
      "RUN --mount=type=cache,from=busybox,target=/y true",
      "COPY python:3.13-slim /c",
      "FROM busybox",
    ]),
  ).toEqual([
    "FROM mirror/python:1 AS busybox",
    "FROM scratch AS app",
    "COPY --from=busybox /bin/sh /bin/",
    "COPY --chown=1:1 --from=mirror/python:1 /a /b",
    "COPY --from=0 /a /b",
    "RUN --mount=type=bind,source=/x,from=mirror/python:1,target=/y --network=none true",
    "RUN --mount=type=cache,from=busybox,target=/y true",
    "COPY python:3.13-slim /c",
    "FROM busybox",
  ]);
});

test("reports names that cannot be replaced safely, with the line", () => {
  const lines = ["FROM scratch", "", 'COPY --from="python:3.13-slim" /a /b'];
  expect(replaced(lines)).toEqual({ text: `${lines.join("\n")}\n`, kept: [{ image: "python:3.13-slim", line: 3 }] });
});

test("ignores names that only the builder knows, and words in heredocs", () => {
  const parsed = parseDockerfile(
    "Dockerfile",
    "ARG A\nFROM a:$A AS b\nFROM c-$TARGETARCH\nFROM base AS d\nFROM d\nFROM b\nRUN <<E\nFROM x\nE\nONBUILD COPY --from=y /a /b\n",
  );
  expect(imageUses(parsed).map(({ image, how }) => [image, how])).toEqual([["base", "from"]]);
});
