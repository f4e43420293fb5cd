import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "./diff.ts";

describe("unifiedDiff", () => {
  it("is empty when nothing changed", () => {
    expect(unifiedDiff("Dockerfile", "a\n", "a\n")).toBe("");
  });

  it("has git's names, and says when the final newline is missing", () => {
    expect(unifiedDiff("./app/Dockerfile", "a\nb", "a\nc")).toBe(
      "--- a/app/Dockerfile\n+++ b/app/Dockerfile\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
    );
  });

  it("keeps CR", () => {
    expect(unifiedDiff("f", "a\r\nb\r\n", "a\r\nc\r\n")).toBe("--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
  });

  it("quotes a name that would forge lines", () => {
    expect(unifiedDiff('a\n+++ "b', "x\n", "y\n").split("\n").slice(0, 2)).toEqual([
      '--- "a/a\\012+++ \\"b"',
      '+++ "b/a\\012+++ \\"b"',
    ]);
  });

  it("puts a note on its lines behind the second @@, on one line whatever it says", () => {
    const diff = unifiedDiff("f", "a\nb\nc\n", "a\nB\nc\n", (first, last) => `lines\n${first} to ${last}`);
    expect(diff.split("\n")[2]).toBe("@@ -1,3 +1,3 @@ lines 1 to 3");
  });

  it("is what patch takes, notes included", () => {
    const folder = mkdtempSync(join(tmpdir(), "diff-"));
    try {
      const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
      const before = `${lines.join("\n")}\n`;
      const after = before.replace("line 3\n", "").replace("line 20", "other\nmore");
      writeFileSync(join(folder, "f"), before);
      const diff = unifiedDiff("f", before, after, () => "cleanup/apt-lists (safe): -34.4 MiB, 0 layers; a/b (proven)");
      expect(diff.match(/^@@ .* @@ cleanup/gm)).toHaveLength(2);
      execFileSync("patch", ["-p1", "--silent"], { cwd: folder, input: diff, stdio: "pipe" });
      expect(readFileSync(join(folder, "f"), "utf8")).toBe(after);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is what git apply takes", () => {
    const folder = mkdtempSync(join(tmpdir(), "diff-"));
    const lines = fc.array(fc.constantFrom("a", "b", "", "\r", "-x", "+y", "@@"), { maxLength: 12 });
    const texts = fc.tuple(lines, fc.boolean()).map(([each, final]) => each.join("\n") + (final ? "\n" : ""));
    try {
      fc.assert(
        fc.property(texts, texts, (before, after) => {
          // git wants an extended header for a file that becomes empty.
          fc.pre(after !== "" && before !== after);
          writeFileSync(join(folder, "f"), before);
          execFileSync("git", ["apply", "--whitespace=nowarn", "-"], {
            cwd: folder,
            input: unifiedDiff("f", before, after, () => "layers/a (safe): -1 layer"),
            stdio: "pipe",
          });
          expect(readFileSync(join(folder, "f"), "utf8")).toBe(after);
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
