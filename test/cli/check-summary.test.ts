import { describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { fullProfile } from "../emit/sample-profile.ts";
import { cli, folderOf } from "./run-cli.ts";

const compose = "services:\n  web:\n    image: example/web:1.4\n  db:\n    image: example/db:2\n";
const dockerfile =
  "FROM debian:13-slim\nRUN apt-get update\nRUN apt-get install -y curl\nUSER 65534:65534\nCMD sleep 1\n";
const check = ["check", "--bases", "none", "--shellcheck", "none", "--quiet"];
const raised = "limits/no-memory";

async function checked(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  await using folder = await folderOf(files);
  return await cli([...check, ...flags, "."], { cwd: folder.path });
}

async function severities(files: Readonly<Record<string, string>>, rule: string, ...flags: readonly string[]) {
  const { stdout, stderr } = await checked(files, "--format", "json", ...flags);
  if (stdout === "") throw new Error(stderr);
  const { findings } = JSON.parse(stdout) as Report;
  return findings.filter((one) => one.rule === rule).map(({ severity }) => severity);
}

describe("check prints", () => {
  const files = { Dockerfile: dockerfile, "compose.yaml": compose };

  it("what was read first, and last what was found and the next commands, which work", async () => {
    await using folder = await folderOf(files);
    const here = { cwd: folder.path };
    const lines = (await cli([...check, "."], here)).stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("Read 1 Dockerfile and 1 Compose file");
    expect(lines.at(-2)).toMatch(/^▲ \d+ warnings, \d+ notes in 2 files · \d+ of \d+ checks skipped: --skipped$/);
    expect(lines.length).toBeLessThanOrEqual(40);
    const commands = lines.flatMap((line) => [...line.matchAll(/→ \S*(?: hullproof)? (.*?)(?: {2,}|$)/g)]);
    expect(commands.length).toBeGreaterThan(2);
    for (const [, command = ""] of commands) {
      if (command.startsWith("harden")) continue;
      const { code, stderr } = await cli(command.replaceAll("'", "").split(" "), here);
      expect(code, `${command}: ${stderr}`).toBe(0);
    }
  });

  it("the harden command with the first file of a project and the service that it has to be told", async () => {
    const service = (name: string, port: number) =>
      `  ${name}:\n    image: example/${name}:1\n    ports: ["${port}:${port}"]\n`;
    const { stdout } = await checked({
      "compose.yml": `services:\n${service("db", 5432)}  web:\n    build: .\n    ports: ["8080:8080"]\n`,
      "compose.override.yml": `services:\n${service("mail", 8025)}`,
      "deploy.sh": "docker compose -f compose.yml -f compose.deploy.yml up -d\n",
      "compose.deploy.yml": "services:\n  web:\n    restart: always\n",
      Dockerfile: dockerfile,
    });
    expect(stdout).toContain("hullproof harden --service web compose.yml  learns privileges");
  });

  it("every finding with its source lines with --long, and those of one rule with --rule", async () => {
    const { stdout } = await checked(files, "--long");
    expect(stdout).toContain("── Not checked ─");
    expect(stdout).toMatch(/^ +2 │ RUN apt-get update$/m);
    const one = (await checked(files, "--rule", "hadolint/DL3009")).stdout;
    expect(one).toMatch(/cleanup\/apt-lists/);
    expect(one).not.toMatch(/limits\/|updates\//);
    expect((await checked(files, "--rule", "cleanup/apt-lists")).stdout).toMatch(/^── Cleanup ─/);
    const none = await checked(files, "--rule", "cleanup/apt-list");
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("there is no rule cleanup/apt-list");
  });

  it("a rule that speaks only on request, once it is named", async () => {
    expect((await checked(files, "--rule", "base-image/no-digest")).stdout).toContain("base-image/no-digest");
    expect((await checked(files)).stdout).not.toContain("base-image/no-digest");
  });

  it("a line a rule with --statistics, and why checks were skipped with --skipped", async () => {
    const { stdout } = await checked(files, "--statistics");
    expect(stdout).toMatch(/^● 2 {2}limits\/no-memory$/m);
    expect(stdout).toMatch(/^▲ 1 {2}updates\/update-alone +fixes: 1 safe$/m);
    const skipped = (await checked(files, "--skipped")).stdout;
    expect(skipped).toContain("── Not checked ─");
    expect(skipped).not.toContain("cleanup/apt-lists · ");
    const both = await checked(files, "--skipped", "--long");
    expect(both).toMatchObject({ code: 2 });
    expect(both.stderr).toContain("--long cannot be combined with --skipped");
  });

  it("what is severe with --severity, while the exit code counts all", async () => {
    const { stdout, code } = await checked(files, "--severity", "warning", "--fail-on", "info");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^▲ \d+ warnings in /m);
    expect(stdout).not.toContain("●");
    const { findings } = JSON.parse(
      (await checked(files, "--severity", "warning", "--format", "json")).stdout,
    ) as Report;
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(["warning"]));
  });

  it("exit code 1 for more warnings than --max-warnings, and says so", async () => {
    const { stdout } = await checked(files, "--format", "json");
    const count = (JSON.parse(stdout) as Report).findings.filter(({ severity }) => severity === "warning").length;
    expect(await checked(files, "--max-warnings", String(count))).toMatchObject({ code: 0, stderr: "" });
    const { code, stderr } = await checked(files, "--max-warnings", String(count - 1));
    expect(code).toBe(1);
    expect(stderr).toBe(`hullproof: ${count} warnings, more than --max-warnings ${count - 1}\n`);
    expect((await checked(files, "--max-warnings", "some")).code).toBe(2);
  });
});

describe("what a container leaves to its engine", () => {
  const files = { "compose.yaml": compose };

  it("is a note until settings, --enforce or a proven profile raise it, and is then listed by itself", async () => {
    expect(await severities(files, raised)).toEqual(["info", "info"]);
    expect(await severities(files, raised, "--enforce", "limits/*")).toEqual(["warning", "warning"]);
    const settings = { ...files, "hullproof.yaml": "rules: { limits/no-memory: error }\n" };
    expect(await severities(settings, raised)).toEqual(["error", "error"]);
    const { stdout, code } = await checked(settings);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✖ .* limits\/no-memory · 2\n {2}compose\.yaml:2 {2}web/m);
    expect(stdout).toContain("Not set: PIDs limit 2");
  });

  it("is a warning where a profile was proven with the setting, and a note where none was", async () => {
    const image = { ...fullProfile.image, name: "example/web:1.4" };
    const proven = { ...files, "p.json": JSON.stringify({ ...fullProfile, image }) };
    expect((await severities(proven, raised, "--profile", "p.json")).toSorted()).toEqual(["info", "warning"]);
    const limited = { ...proven, "compose.yaml": compose.replace("1.4\n", "1.4\n    mem_limit: 48m\n") };
    expect(await severities(limited, raised, "--profile", "p.json")).toEqual(["info"]);
    expect(await severities(proven, "limits/no-cpus", "--profile", "p.json")).toContain("warning");
  });

  it("is explicitly no limit as a warning", async () => {
    const unlimited = { "compose.yaml": compose.replace("1.4\n", "1.4\n    pids_limit: -1\n    mem_limit: 0\n") };
    expect((await severities(unlimited, raised)).toSorted()).toEqual(["info", "warning"]);
    expect((await severities(unlimited, "limits/no-pids")).toSorted()).toEqual(["info", "warning"]);
  });

  it("is ignored rule by rule", async () => {
    const ignored = {
      "compose.yaml": compose.replace("  web:", "  # hullproof ignore limits/no-memory: measured\n  web:"),
    };
    expect(await severities(ignored, raised)).toEqual(["info"]);
    const { stdout } = await checked(ignored, "--format", "sarif");
    const { results } = (JSON.parse(stdout) as { runs: [{ results: { message: { text: string } }[] }] }).runs[0];
    const [web, db] = results.filter(({ message }) => message.text.startsWith("Engine's defaults"));
    expect([web, db].map((one) => one?.message.text.includes("limits/no-memory"))).toEqual([false, true]);
  });
});
