import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { frame, gutterOf, type Source } from "./frame.ts";
import { pageOf } from "./page.ts";

const page = pageOf({ colour: false, width: 60 });
const file = "Dockerfile";
const at = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({
  file,
  startLine,
  startColumn,
  endLine,
  endColumn,
});
const source = (text: string, startLine = 1, startColumn = 1): Source => ({
  location: at(startLine, startColumn, startLine, startColumn),
  text,
});
const shown = (one: Source, meant = one.location) => frame(one, meant, { page, before: "", gutter: gutterOf([one]) });

describe("a frame of source", () => {
  it("shows the line number, and carets below the target", () => {
    expect(shown(source("USER root", 10), at(10, 6, 10, 10))).toEqual(["10 │ USER root", "   │      ^^^^"]);
  });

  it("counts columns like a terminal: two for wide letters, none for combining ones", () => {
    expect(shown(source("RUN echo 漢字 e\u0301 x"), at(1, 13, 1, 15))[1]).toBe("  │               ^");
    expect(shown(source("RUN 漢字"), at(1, 5, 1, 7))[1]).toBe("  │     ^^^^");
  });

  it.each([
    ["all of the line is meant", source("USER root"), at(1, 1, 1, 10)],
    ["another file is meant", source("USER root"), { ...at(1, 6, 1, 10), file: "other" }],
    ["a control character was written out", source("RUN \\x1b[0m x"), at(1, 5, 1, 8)],
    ["the place lies behind the line", source("USER"), at(1, 9, 1, 12)],
  ])("has no carets if %s", (_, one, meant) => {
    expect(shown(one, meant)).toHaveLength(1);
  });

  it("shows the first line of a long instruction and those around the part", () => {
    const run = source(
      ["RUN a && \\", ..."bcdefgh".split("").map((name) => `    ${name} && \\`), "    z"].join("\n"),
      8,
    );
    expect(shown(run, at(13, 5, 13, 6))).toEqual([
      " 8 │ RUN a && \\",
      " ⋮ │",
      "12 │     e && \\",
      "13 │     f && \\",
      "   │     ^",
      "14 │     g && \\",
      "   │ … 2 more lines",
    ]);
    expect(shown(run, at(16, 5, 16, 6)).slice(-2)).toEqual(["15 │     h && \\", "16 │     z"]);
    expect(shown(run, at(8, 5, 8, 6))).toHaveLength(6);
  });

  it("keeps the indentation of a part that other lines follow", () => {
    expect(shown(source("install \\\n      curl", 3, 5), at(3, 5, 3, 12))).toEqual([
      "3 │     install \\",
      "  │     ^^^^^^^",
      "4 │       curl",
    ]);
  });

  it("shows nothing for empty text, and cuts long lines", () => {
    expect(shown(source(" \n"))).toEqual([]);
    const [line] = shown(source(`RUN ${"x".repeat(200)}`));
    expect(line).toMatch(/…$/);
    expect(line!.length).toBeLessThanOrEqual(60);
  });

  it("shows the target of a long line, with the text before it", () => {
    const before = "docker run --read-only --memory 64m --pids-limit 50 --cpus 0.5 ";
    const long = source(`${before}--privileged example/web:1.4 serve --port 8080 --verbose`);
    expect(shown(long, at(1, before.length + 1, 1, before.length + 13))).toEqual([
      "1 │ …mit 50 --cpus 0.5 --privileged example/web:1.4 serve -…",
      "  │                    ^^^^^^^^^^^^",
    ]);
    for (const [start, end] of [
      [1, 100],
      [4, 300],
      [150, 160],
      [199, 205],
      [30, 200],
    ] as const) {
      const rows = shown(source(`RUN ${"漢x".repeat(100)}`), at(1, start, 1, end));
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(60);
    }
  });
});
