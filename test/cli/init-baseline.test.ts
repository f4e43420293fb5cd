import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noEngine } from "./init-fixture.ts";
import { cli, folderOf } from "./run-cli.ts";

describe("a baseline for the job", () => {
  const privileged = 'services:\n  web:\n    image: example/web:1\n    privileged: true\n    ports: ["80:80"]\n';
  const jobs = { github: ".github/workflows/hullproof.yml", gitlab: ".gitlab-ci.yml" };
  const openProject = async (files: Record<string, string> = { "compose.yaml": privileged }) => {
    const folder = await folderOf(files);
    const call = (...words: string[]) => cli(words, { cwd: folder.path, env: noEngine });
    return { ...folder, call, read: (path: string) => readFile(join(folder.path, path), "utf8") };
  };

  it.each(["github", "gitlab"] as const)("is used by the job for %s, which then passes", async (ci) => {
    await using folder = await openProject();
    const { stdout, code } = await folder.call("init", "--yes", "--ci", ci, "--baseline");
    expect(stdout).toContain("wrote hullproof.baseline.json");
    expect(code).toBe(0);
    const [, line = ""] = /hullproof (check .*)$/m.exec(await folder.read(jobs[ci])) ?? [];
    expect(line).toMatch(/^check --baseline hullproof\.baseline\.json .* \.$/);
    const check = () => folder.call("check", "--baseline", "hullproof.baseline.json", ".");
    expect((await folder.call("check", ".")).code).toBe(1);
    expect((await check()).code).toBe(0);
    await writeFile(join(folder.path, "compose.yaml"), privileged + privileged.slice(10).replaceAll("web", "api"));
    const after = await check();
    expect(after.code).toBe(1);
    expect(after.stdout).toContain("capabilities/privileged");
  });

  it("is only proposed without a person or --baseline", async () => {
    await using folder = await openProject();
    const { stdout } = await folder.call("init", "--yes", "--ci", "github");
    expect(stdout).toContain(
      "hullproof.yml fails today on 1 error (capabilities/privileged); to accept them: hullproof init --ci github --baseline",
    );
    expect(await folder.read(jobs.github)).not.toContain("--baseline");
    expect(existsSync(join(folder.path, "hullproof.baseline.json"))).toBe(false);
  });

  it("is not proposed where the job passes", async () => {
    await using folder = await openProject({ "compose.yaml": privileged.replace("privileged: true", "init: true") });
    const { stdout } = await folder.call("init", "--yes", "--ci", "github");
    expect(stdout).not.toMatch(/fails today|baseline/);
    expect(await folder.read(jobs.github)).not.toContain("--baseline");
  });

  it("that is there keeps its reasons, and is used by the job", async () => {
    await using folder = await openProject();
    await folder.call("baseline", "--reason", "TEAM-12", "--errors", ".");
    const { stdout } = await folder.call("init", "--yes", "--ci", "gitlab");
    expect(stdout).not.toContain("fails today");
    expect(await folder.read(".gitlab-ci.yml")).toContain("check --baseline hullproof.baseline.json");
    await folder.call("init", "--yes", "--force", "--ci", "gitlab", "--baseline");
    expect(await folder.read("hullproof.baseline.json")).toContain('"reason": "TEAM-12"');
    // The job of the first call is no pipeline of someone else's.
    expect(existsSync(join(folder.path, ".gitlab"))).toBe(false);
  });

  it("does not replace a report of that name, nor a job of someone else's", async () => {
    await using folder = await openProject({ "compose.yaml": privileged, [jobs.github]: "name: mine\n" });
    await folder.call("check", "--format", "json", "--output", "hullproof.baseline.json", ".");
    const before = await folder.read("hullproof.baseline.json");
    const { stdout } = await folder.call("init", "--yes", "--ci", "gitlab", "--baseline");
    expect(stdout).toContain(".gitlab-ci.yml has no baseline: hullproof.baseline.json is a report");
    expect(await folder.read("hullproof.baseline.json")).toBe(before);
    const other = await folder.call("init", "--yes", "--force", "--get", "none");
    expect(other.code).toBe(0);
    await rm(join(folder.path, "hullproof.yaml"));
    const kept = await folder.call("init", "--yes", "--ci", "github", "--baseline");
    expect(kept.stdout).toContain("hullproof.yml is there already and was left as it is");
    expect(await folder.read(jobs.github)).toBe("name: mine\n");
  });
});
