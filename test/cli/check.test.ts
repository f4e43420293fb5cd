import { parseReport } from "../parse-report.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, folderOf, root } from "./run-cli.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(join(root, "docs/schema/report.schema.json"), "utf8")) as object);

describe("hullproof check examples/app-python", () => {
  it("is valid against the published schema and names the seed's mistakes with line and column", async () => {
    const { code, stdout, stderr } = await cli(["check", "--format", "json", "examples/app-python"]);
    expect(stderr).toBe("");
    expect(code).toBe(1);
    const report = parseReport(stdout);
    expect(valid(JSON.parse(stdout)), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);

    const textAt = (finding: Report["findings"][number]) => {
      if (!("file" in finding.location)) throw new Error("no place in a text");
      const { file, startLine, startColumn, endLine, endColumn } = finding.location;
      const line = readFileSync(join(root, file), "utf8").split("\n")[startLine - 1] ?? "";
      return `${file.split("/").at(-1)}: ${line.slice(startColumn - 1, startLine === endLine ? endColumn - 1 : undefined)}`;
    };
    const found = report.findings.map((finding) =>
      "file" in finding.location ? `${finding.rule} @ ${textAt(finding)}` : finding.rule,
    );
    // The comma list that no engine accepts, what was never granted, the weight that is no limit, the layers that clean nothing,
    // the base past its end of life, and the scanner whose data was given up.
    for (const expected of [
      /^capabilities\/comma-list @ DOCKER\.md: .*CHOWN,DAC_OVERRIDE,SETUID,SETGID,SYS_PTRACE/,
      /^capabilities\/never-granted @ DOCKER\.md: SYS_PTRACE$/,
      /^limits\/cpu-shares @ DOCKER\.md: .*cpu-shares=8/,
      /^cleanup\/clean-in-own-layer @ Dockerfile: RUN apt-get autoremove -y$/,
      /^cleanup\/clean-in-own-layer @ Dockerfile: RUN apt-get autoclean -y$/,
      /^base-image\/end-of-life @ Dockerfile: /,
      /^updates\/update-alone @ Dockerfile: RUN apt-get update$/,
      /^vulnerabilities\/abandoned-scanner @ DOCKER\.md: aquasec\/trivy:0\.18\.3$/,
    ]) {
      expect(
        found.some((one) => expected.test(one)),
        `${expected} among\n${found.join("\n")}`,
      ).toBe(true);
    }
    // Image rules were not run, and the report says so instead of calling them clean.
    const skipped = report.rules.filter(({ verdict }) => verdict === "skipped");
    expect(skipped.some(({ rule, reason }) => rule === "layers/wasted-bytes" && reason?.includes("not built"))).toBe(
      true,
    );
  });

  it("gives equal bytes for equal inputs", async () => {
    const [first, second] = [
      await cli(["check", "--format", "json", "examples"]),
      await cli(["check", "--format", "json", "examples"]),
    ];
    expect(first.stdout).toBe(second.stdout);
  });
});

describe("exit codes and messages", () => {
  const good =
    "FROM python:3.13-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000\nUSER 10001:10001\n";

  it("0 with nothing at or above --fail-on, 1 with", async () => {
    // What listens should have a health check, which is a note.
    await using folder = await folderOf({ Dockerfile: `${good}EXPOSE 8080\n` });
    expect((await cli(["check"], { cwd: folder.path })).code).toBe(0);
    expect((await cli(["check", "--fail-on", "info"], { cwd: folder.path })).code).toBe(1);
    expect((await cli(["check", "--fail-on", "never", "examples/app-python"])).code).toBe(0);
  });

  it.each([
    ["a missing file", ["check", "nope/Dockerfile"], "nope/Dockerfile does not exist"],
    ["an unknown flag", ["check", "--nope"], "--nope"],
    ["an unknown command", ["chekc"], "check"],
    ["an unknown rule", ["explain", "cleanup/nothing"], "there is no rule cleanup/nothing"],
    ["a missing profile", ["emit", "--to", "compose", "profile.json"], "profile.json does not exist"],
    ["a folder without Dockerfile", ["harden", "docs/schema"], "there is no Dockerfile in docs/schema"],
    ["an empty folder", ["check", "src/versions"], "nothing to check"],
  ])("%s: exit 2 and one clear message", async (_, args, message) => {
    const { code, stdout, stderr } = await cli(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  it.each([
    ["HTML", "<html><body>FROM here</body></html>\n"],
    ["nothing", ""],
    ["a script", "echo hello\nexit 1\n"],
    ["binary", "\u0000\u0001\u0002FROM x\n"],
  ])("%s is not a Dockerfile: exit 2, and the other files are still checked", async (_, text) => {
    await using folder = await folderOf({ "a/Dockerfile": text, "b/Dockerfile": good });
    const named = await cli(["check", "a/Dockerfile"], { cwd: folder.path });
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(/^hullproof: .+\n {2}.+/);
    const both = await cli(["check", "--format", "json", "."], { cwd: folder.path });
    expect(both.code).toBe(2);
    const report = parseReport(both.stdout);
    expect(report.targets.map(({ id }) => id)).toEqual(["a/Dockerfile", "b/Dockerfile"]);
    expect(report.rules.filter(({ verdict }) => verdict === "failed").map(({ target }) => target)).toEqual([
      "a/Dockerfile",
    ]);
  });

  it("honours .gitignore, ignores of peers and of hullproof.yaml, and says what was silenced", async () => {
    const text = `# check=skip=JSONArgsRecommended\nFROM python:3.13-slim\n# hadolint ignore=DL3009\nRUN apt-get update && apt-get install -y --no-install-recommends curl\nUSER 1:1\nCMD python app.py\n`;
    await using folder = await folderOf({
      Dockerfile: text,
      "ignored/Dockerfile": "FROM x\n",
      ".gitignore": "ignored/\n",
      "hullproof.yaml":
        "rules: { base-image/no-digest: info }\nignores:\n  - { rule: base-image/no-digest, reason: a bot moves it }\n",
    });
    const { stdout } = await cli(["check", "--format", "json"], { cwd: folder.path });
    const report = parseReport(stdout);
    expect(report.targets.map(({ id }) => id)).toEqual(["Dockerfile"]);
    const rules = report.findings.map(({ rule }) => rule);
    for (const silenced of ["build/shell-form-cmd", "cleanup/apt-lists", "base-image/no-digest"]) {
      expect(rules).not.toContain(silenced);
      const result = report.rules.find(({ rule }) => rule === silenced);
      expect(result).toMatchObject({ verdict: "skipped", reason: expect.stringContaining("1 ignored") as string });
    }
  });
});

describe("fix", () => {
  it("shows the diff, writes with --write, and a second time changes nothing", async () => {
    const text =
      "FROM python:3.13-slim\r\n# get curl\r\nRUN apt-get update && \\\r\n    apt-get install -y curl\r\nUSER 1:1\r\n";
    await using folder = await folderOf({ Dockerfile: text });
    const path = join(folder.path, "Dockerfile");
    const shown = await cli(["fix"], { cwd: folder.path });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("+    rm -rf /var/lib/apt/lists/*");
    expect(readFileSync(path, "utf8")).toBe(text);
    expect((await cli(["fix", "--write"], { cwd: folder.path })).code).toBe(0);
    const written = readFileSync(path, "utf8");
    expect(written).toContain("# get curl\r\n");
    expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect((await cli(["fix"], { cwd: folder.path })).stdout).toBe("");
    // Without the repository around it, another file may use the lists.
    expect((await cli(["fix", "-"], { cwd: folder.path, input: text })).stdout).toBe(text);
  });
});
