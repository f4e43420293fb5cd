// Comments in texts with commands, which suppress a rule for one run line or for the file.
import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import { checkDocument } from "../judge/check-text.ts";

const day = { today: "2026-11-30", cwd: "/", profiles: [] };

function found(file: string, ...lines: readonly string[]): string[] {
  return checkDocument(file, `${lines.join("\n")}\n`, emptyConfig, day)
    .run.findings.filter(({ rule }) => rule === "capabilities/privileged" || rule.startsWith("build/"))
    .map(({ rule, location }) => `${rule} ${"startLine" in location ? location.startLine : "-"}`);
}

const run = "docker run --privileged app:1";
const ignore = "hullproof ignore capabilities/privileged: it loads a module";

describe("a suppression", () => {
  it.each([
    ["run.sh", `# ${ignore}`, run],
    ["run.sh", `${run} # ${ignore}`, ""],
    ["run.ps1", `# ${ignore}`, run],
    ["run.cmd", `REM ${ignore}`, run],
    ["run.bat", `:: ${ignore}`, run],
    ["web.service", "[Service]", `# ${ignore}`, `ExecStart=${run}`],
    ["ci.yml", "jobs:", "  a:", "    steps:", `      # ${ignore}`, `      - run: ${run}`],
    ["README.md", `<!-- ${ignore} -->`, "", "```", run, "```"],
  ])("in %s applies to its command", (file, ...lines) => {
    expect(found(file, ...lines)).toEqual([]);
    expect(found(file, ...lines.map((line) => line.replace("privileged:", "seccomp-off:")))).toContainEqual(
      expect.stringMatching(/^capabilities\/privileged/),
    );
  });

  it("in a Makefile applies to the next command alone, with ignore-file to all", () => {
    const lines = ["a:", `\t# ${ignore}`, `\t${run}`, "b:", `\t${run}`];
    expect(found("Makefile", ...lines)).toEqual(["capabilities/privileged 5"]);
    expect(found("Makefile", ...lines.map((line) => line.replace("ignore ", "ignore-file ")))).toEqual([]);
  });

  it("that has expired, or is unused, is reported", () => {
    expect(found("run.sh", `# ${ignore.replace(":", " until 2026-01-31:")}`, run).sort()).toEqual([
      "build/expired-ignore 1",
      "capabilities/privileged 2",
    ]);
    expect(found("run.sh", `# ${ignore}`, "docker run app:1")).toEqual(["build/unused-ignore 1"]);
  });

  it("in Markdown is neither heading nor code", () => {
    expect(found("README.md", `# ${ignore}`, "", "```", `# ${ignore}`, run, "```")).toEqual([
      "capabilities/privileged 5",
    ]);
  });
});
