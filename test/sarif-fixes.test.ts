// The edits that a SARIF log carries, made as a reader makes them: by lines and columns of the text as it is.
import { describe, expect, it } from "vitest";
import type { Finding } from "../src/domain/finding/finding.ts";
import { emptyConfig } from "../src/domain/settings/config.ts";
import { parseDockerfile } from "../src/formats/dockerfile/parse.ts";
import { checkDockerfile } from "../src/pipeline/judge/check-text.ts";
import { toReport } from "../src/pipeline/findings/check.ts";
import { renderSarif } from "../src/reports/sarif.ts";
import { rules } from "../src/rules/index.ts";
import { quietRepository } from "./safe/quiet-repository.ts";

interface Replacement {
  readonly deletedRegion: Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>;
  readonly insertedContent?: { readonly text: string };
}
interface Result {
  readonly ruleId: string;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly Replacement[];
    }[];
  }[];
}

const day = { today: "2026-11-28", cwd: "/" };
const checked = (text: string, file: string) =>
  checkDockerfile(file, text, emptyConfig, { ...day, allRules: true }, { repository: () => quietRepository });

function resultsOf(text: string, file = "Dockerfile"): readonly Result[] {
  const log = JSON.parse(renderSarif(toReport([checked(text, file)], "0"))) as { runs: { results: Result[] }[] };
  return log.runs[0]?.results ?? [];
}

function made(text: string, { fixes = [] }: Result): string {
  const lines = text.split("\n");
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const edits = fixes.flatMap(({ artifactChanges }) => artifactChanges.flatMap(({ replacements }) => replacements));
  return edits
    .map(({ deletedRegion: at, insertedContent }) => ({
      start: offset(at.startLine, at.startColumn),
      end: offset(at.endLine, at.endColumn),
      text: insertedContent?.text ?? "",
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

const examples = rules.flatMap(({ id, fix, examples: all }) =>
  fix !== "safe"
    ? []
    : all.flatMap((one) =>
        "bad" in one && one.kind === "dockerfile" && typeof one.bad === "string" ? [{ id, bad: one.bad }] : [],
      ),
);

const count = (text: string, rule: string) =>
  checked(text, "Dockerfile").run.findings.filter((one: Finding) => one.rule === rule).length;

describe("edits of safe fixes", () => {
  it("there are for examples of many rules", () => {
    const edited = examples.filter(({ id, bad }) => resultsOf(bad).some((one) => one.ruleId === id && one.fixes));
    expect(edited.length).toBeGreaterThan(examples.length / 2);
    expect(new Set(edited.map(({ id }) => id)).size).toBeGreaterThan(5);
  });

  it.each(examples)("of $id remove its finding, and the text parses", ({ id, bad }) => {
    for (const [name, text] of [
      ["as it is", bad],
      ["moved, behind characters of two units", `# 😀 é\n${bad}`],
      ["with CRLF", bad.replaceAll("\n", "\r\n")],
    ] as const) {
      const own = resultsOf(text).filter(({ ruleId, fixes }) => ruleId === id && fixes !== undefined);
      for (const one of own) {
        const after = made(text, one);
        expect(after, name).not.toBe(text);
        expect(() => parseDockerfile("Dockerfile", after), name).not.toThrow();
        expect(count(after, id), name).toBeLessThan(count(text, id));
      }
    }
  });

  it("name their file as an address, and nothing else has edits", () => {
    const all = resultsOf("FROM debian:13\nRUN apt-get update\nCMD sleep 1\n", "a b/ü#%/Dockerfile");
    for (const { fixes = [] } of all)
      for (const { artifactChanges } of fixes)
        expect(artifactChanges.map(({ artifactLocation: { uri } }) => uri)).toEqual(["a%20b/%C3%BC%23%25/Dockerfile"]);
    for (const { fix } of checked("FROM debian:11\nRUN apt-get update\n", "Dockerfile").run.findings)
      expect(fix?.edits === undefined).toBe(fix?.applicability !== "safe");
  });
});
