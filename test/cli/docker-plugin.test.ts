// `docker hullproof`, by the docker command of this machine with a configuration folder of its own.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./run-cli.ts";

const script = join(root, "bin/docker-hullproof.js");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-plugin-"));
  mkdirSync(join(folder, "config/cli-plugins"), { recursive: true });
  // As a package manager links it.
  symlinkSync(script, join(folder, "config/cli-plugins/docker-hullproof"));
  mkdirSync(join(folder, "work"));
  writeFileSync(join(folder, "work/Dockerfile"), "FROM debian:latest\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function docker(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const { DOCKER_HOST: _, DOCKER_CONTEXT: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync("docker", args, {
    cwd: join(folder, "work"),
    encoding: "utf8",
    env: {
      ...env,
      // Its first line asks for the node of this test.
      PATH: `${dirname(process.execPath)}:${env["PATH"] ?? ""}`,
      NO_COLOR: "1",
      DOCKER_CONFIG: join(folder, "config"),
      ...more,
    },
  });
  return { status, stdout, stderr };
}

describe("docker hullproof", () => {
  it("is listed among docker's plug-ins, without a complaint", () => {
    const plugins = JSON.parse(docker(["info", "--format", "{{json .ClientInfo.Plugins}}"]).stdout) as {
      Name: string;
      Version: string;
      Vendor: string;
      Err?: unknown;
    }[];
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(plugins.find(({ Name }) => Name === "hullproof")).toMatchObject({ Vendor: "hullproof", Version: version });
    expect(plugins.find(({ Name }) => Name === "hullproof")?.Err).toBeUndefined();
    expect(docker(["--help"]).stdout).toMatch(/^ {2}hullproof\* +Container hardening with proof(?: \(.*\))?$/m);
  });

  it("hands on arguments, output and exit code", () => {
    const check = ["check", "--bases", "none", "--shellcheck", "none", "--format", "json", "Dockerfile"];
    const own = spawnSync(process.execPath, [join(root, "bin/hullproof.js"), ...check], {
      cwd: join(folder, "work"),
      encoding: "utf8",
    });
    const asked = docker(["hullproof", ...check]);
    expect(asked).toEqual({ status: own.status, stdout: own.stdout, stderr: own.stderr });
    expect(asked.stdout).toContain("base-image/");
    expect(docker(["hullproof", "check", "./none"])).toMatchObject({ status: 2, stdout: "" });
    expect(docker(["hullproof", "--version"]).stdout).toMatch(/^\d+\.\d+/);
    expect(docker(["hullproof", "check", "--help"]).stdout).toContain("--fail-on");
    expect(docker(["help", "hullproof"]).stdout).toContain("hullproof check");
  });

  it.each([
    [["--host", "unix:///nowhere/a.sock"], {}],
    [["-H", "unix:///nowhere/a.sock"], {}],
    [["--host=unix:///nowhere/a.sock", "-D"], { DOCKER_CONTEXT: "none" }],
    [["--log-level", "error"], { DOCKER_HOST: "unix:///nowhere/a.sock" }],
  ] as const)("asks the engine that docker was told: %j", (options, env) => {
    const { status, stderr } = docker([...options, "hullproof", "inspect", "daemon:x"], env);
    expect([status, stderr]).toEqual([2, expect.stringContaining("/nowhere/a.sock")]);
  });

  it("takes the context that docker was told", () => {
    const { status, stderr } = docker(["--context", "nowhere", "hullproof", "inspect", "daemon:x"]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("nowhere");
  });

  it("says how it is meant when it is started alone", () => {
    for (const args of [[], ["check"], ["--unknown", "hullproof"]]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
      expect([status, stdout, stderr]).toEqual([2, "", expect.stringContaining("~/.docker/cli-plugins")]);
    }
  });
});
