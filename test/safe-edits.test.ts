// What safe fixes make of texts in which an edit at the wrong place would go unnoticed.
import { describe, expect, it } from "vitest";
import { emptyConfig } from "../src/domain/settings/config.ts";
import { checkDockerfile } from "../src/pipeline/judge/check-text.ts";
import { fixText } from "../src/pipeline/fix-plan/fix.ts";
import { quietRepository } from "./safe/quiet-repository.ts";

function fix(text: string, rule: string) {
  const day = { cwd: "/", today: "2026-11-24" };
  const check = (one: string) =>
    checkDockerfile("Dockerfile", one, emptyConfig, day, { repository: () => quietRepository });
  return fixText(text, { kind: "dockerfile", allowed: ["safe"], check, accept: (one) => one.rule === rule });
}

describe("build/stage-name-casing", () => {
  const stage = (name: string, line: string) => `FROM golang:1.25 AS ${name}\nFROM debian:13\n${line}\n`;
  const fixed = (line: string) => fix(stage("Builder", line), "build/stage-name-casing").text;

  it.each([
    [
      "RUN --mount=type=bind,source=/a-from=Builder,target=/o,from=Builder ls",
      "RUN --mount=type=bind,source=/a-from=Builder,target=/o,from=builder ls",
    ],
    [
      "RUN --mount=from=Builder,target=/o-from=Builder ls /x-from=Builder",
      "RUN --mount=from=builder,target=/o-from=Builder ls /x-from=Builder",
    ],
    ["RUN --mount=target=/o-from=Builder,from=Builder ls", "RUN --mount=target=/o-from=Builder,from=builder ls"],
    [
      "RUN --mount=type=cache,id=k-from=Builder,from=Builder,target=/o ls",
      "RUN --mount=type=cache,id=k-from=Builder,from=builder,target=/o ls",
    ],
    ["RUN --mount=type=bind,FROM=Builder,target=/o ls", "RUN --mount=type=bind,FROM=builder,target=/o ls"],
    ["RUN --mount=from=first,from=Builder,target=/o ls", "RUN --mount=from=first,from=builder,target=/o ls"],
    [
      "RUN --mount=from=Builder,target=/o --mount=target=/p,from=Builder ls",
      "RUN --mount=from=builder,target=/o --mount=target=/p,from=builder ls",
    ],
    [
      "RUN --mount=from=Builder,target=/o <<EOF\nls --from=Builder from=Builder\nEOF",
      "RUN --mount=from=builder,target=/o <<EOF\nls --from=Builder from=Builder\nEOF",
    ],
    ["COPY --from=Builder /a-from=Builder /--from=Builder", "COPY --from=builder /a-from=Builder /--from=Builder"],
    ['COPY --from=Builder ["/a", "/from=Builder"]', 'COPY --from=builder ["/a", "/from=Builder"]'],
    ["COPY --chown=1 --from=Builder \\\n  /a /b", "COPY --chown=1 --from=builder \\\n  /a /b"],
  ])("changes the name and its use: %s", (before, after) => {
    expect(fixed(before)).toBe(stage("builder", after));
  });

  it.each([
    // Docker compares these without regard to case, and they are not the whole value as written.
    'COPY --from="Builder" /a /b',
    "COPY --from=Build\\er /a /b",
    "COPY --from=Buil\\\nder /a /b",
    "COPY --from=BUILDER /a /b",
    'RUN --mount=type=bind,\\"from=Builder\\",target=/o ls',
    'RUN --mount="from=Builder,target=/o" ls',
    "RUN --mount='\"source=/x,from=Builder\",target=/o,from=Builder' ls",
    "ONBUILD COPY --from=Builder /a /b",
    "ONBUILD RUN --mount=from=Builder,target=/o ls",
    // These are no uses.
    "RUN --mount=type=tmpfs,target=/o-from=Builder ls",
    "RUN --mount=type=cache,target=/o,id=from=Builder ls",
    "ADD a /--from=Builder",
    "RUN echo --from=Builder --mount=from=Builder",
    "COPY <<EOF /x\nCOPY --from=Builder /a /b\nEOF",
    "ENV from=Builder",
    "# COPY --from=Builder /a /b",
  ])("changes the name alone: %s", (line) => {
    expect(fixed(line)).toBe(stage("builder", line));
  });
});

describe("build/relative-workdir", () => {
  it.each([
    ["WORKDIR /a\\\nb\nWORKDIR c\n", "WORKDIR /a\\\nb\nWORKDIR /ab/c\n"],
    ["WORKDIR /a\\\n# why\nb\nWORKDIR c\n", "WORKDIR /a\\\n# why\nb\nWORKDIR /ab/c\n"],
    ["WORKDIR /a\nWORKDIR b\\\nc\nWORKDIR d\n", "WORKDIR /a\nWORKDIR b\\\nc\nWORKDIR /a/bc/d\n"],
    // The sum of these was written over two lines, the second of which was an instruction.
    ["WORKDIR /a\\\nRUN b\nWORKDIR touch\n", "WORKDIR /a\\\nRUN b\nWORKDIR touch\n"],
    ["WORKDIR /a\nWORKDIR b\\\nUSER c\nWORKDIR d\n", "WORKDIR /a\nWORKDIR b\\\nUSER c\nWORKDIR d\n"],
  ])("reads a path over several lines as Docker does: %j", (before, after) => {
    expect(fix(`FROM debian:13\n${before}`, "build/relative-workdir").text).toBe(`FROM debian:13\n${after}`);
  });
});

describe("build/maintainer", () => {
  it("declares the label that it sets and the author that it empties", () => {
    const { text, applied } = fix("FROM debian:13\nMAINTAINER Jo\n", "build/maintainer");
    expect(text).toBe('FROM debian:13\nLABEL org.opencontainers.image.authors="Jo"\n');
    expect(applied.flatMap(({ delta }) => delta)).toEqual([
      "config: Labels.org.opencontainers.image.authors",
      "config: Author",
    ]);
  });
});
