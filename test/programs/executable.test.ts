// The single executable: built from the bundle that is here, started where there is no Node and no package beside it.
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { long } from "../long.ts";

const { bundleIsCurrent } = (await import(new URL("../../bin/bundle-is-current.js", import.meta.url).href)) as {
  bundleIsCurrent: () => boolean;
};
const root = join(import.meta.dirname, "../..");
let folder = "";
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-executable-test-"));
  if (!bundleIsCurrent()) execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "ignore" });
  made("first", "1.1.1");
  mkdirSync(at("project"));
  writeFileSync(at("project/Dockerfile"), 'FROM debian:13\nRUN apt-get install curl\nCMD ["true"]\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As built from a package of this version, in `NAME/hullproof`. */
function made(name: string, version: string): void {
  const from = at(`${name}-package`);
  for (const part of ["bin", "dist", "docs/schema", "scripts", "LICENSE"])
    cpSync(join(root, part), join(from, part), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
  writeFileSync(join(from, "package.json"), JSON.stringify({ ...manifest, version }));
  symlinkSync(join(root, "node_modules"), join(from, "node_modules"));
  execFileSync(process.execPath, [join(from, "scripts/executable.mjs"), "--output", at(name, "hullproof")], {
    stdio: "ignore",
  });
  rmSync(from, { recursive: true });
}

function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = {
    cwd: at("project"),
    env: { PATH: "/nosuchfolder", HOME: at("home"), ...env },
    encoding: "utf8",
  } as const;
  const { status, stdout, stderr } = spawnSync(at(name, "hullproof"), args, options);
  return { status, stdout, stderr };
}

test("it checks, in this thread and in its own, with the exit codes of the package", () => {
  expect(run("first", ["--version"])).toMatchObject({ status: 0, stdout: "1.1.1\n", stderr: "" });
  const check = run("first", [
    "check",
    "Dockerfile",
    "--format",
    "json",
    "--shellcheck",
    "none",
    "--fail-on",
    "warning",
  ]);
  expect(check.status).toBe(1);
  expect(check.stdout).toContain("cleanup/apt-lists");
  const inspect = run("first", ["inspect", "nosuch.tar"]);
  expect(inspect.status).toBe(2);
  expect(inspect.stderr).toContain("nosuch.tar");
});

test("it runs a rule in TypeScript, with --allow-rules alone", () => {
  writeFileSync(at("project/hullproof.yaml"), "policy: { ruleFiles: [own.ts] }\n");
  writeFileSync(
    at("project/own.ts"),
    `import { defineRule } from "hullproof/rules";
const title: string = "A CMD is there";
export default defineRule({
  id: "build/own-cmd", title, why: "It is ours to say.", severity: "warning", needs: ["dockerfile"],
  examples: [{ kind: "dockerfile", bad: "FROM a\\nCMD b\\n", good: "FROM a\\n" }],
  *check({ dockerfile }) {
    for (const { keyword, span } of dockerfile.instructions) if (keyword === "CMD") yield { message: title, at: span };
  },
});
`,
  );
  const check = ["check", "Dockerfile", "--format", "agent", "--shellcheck", "none", "--fail-on", "warning"];
  expect(run("first", [...check, "--allow-rules"])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("build/own-cmd"),
    stderr: "",
  });
  expect(run("first", check).stdout).not.toContain("build/own-cmd");
  rmSync(at("project/hullproof.yaml"));
});

test.runIf(long)("two versions share one cache, and each answers for itself", () => {
  made("second", "2.2.2");
  const version = (name: string) =>
    (
      JSON.parse(run(name, ["check", "Dockerfile", "--format", "json", "--shellcheck", "none"]).stdout) as {
        tool: { version: string };
      }
    ).tool.version;
  expect([version("first"), version("second"), version("first")]).toEqual(["1.1.1", "2.2.2", "1.1.1"]);
  expect(readdirSync(at("home/.cache/hullproof/program"))).toHaveLength(2);
});

test("what was changed in the unpacked program is not run", () => {
  const programs = at("home/.cache/hullproof/program");
  for (const name of readdirSync(programs))
    appendFileSync(join(programs, name, "dist/cli.cjs"), "\nprocess.stdout.write('not ours');\n");
  expect(run("first", ["--version"])).toMatchObject({ status: 0, stdout: "1.1.1\n" });
  // It is put right, for the next run as well.
  expect(run("first", ["--version"])).toMatchObject({ status: 0, stdout: "1.1.1\n" });
});

describe("under the name docker-hullproof it is a plug-in of docker", () => {
  const plugin = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const options = {
      cwd: at("project"),
      env: { PATH: "/nosuchfolder", HOME: at("home"), ...env },
      encoding: "utf8",
    } as const;
    const { status, stdout, stderr } = spawnSync(at("config/cli-plugins/docker-hullproof"), args, options);
    return { status, stdout, stderr };
  };
  beforeAll(() => {
    mkdirSync(at("config/cli-plugins"), { recursive: true });
    symlinkSync(at("first/hullproof"), at("config/cli-plugins/docker-hullproof"));
  });

  test("which tells docker about itself, and hands on arguments and exit codes", () => {
    const { status, stdout } = plugin(["docker-cli-plugin-metadata"]);
    expect([status, JSON.parse(stdout)]).toMatchObject([
      0,
      { SchemaVersion: "0.1.0", Vendor: "hullproof", Version: "1.1.1" },
    ]);
    const check = ["check", "Dockerfile", "--format", "json", "--shellcheck", "none"];
    expect(plugin(["hullproof", ...check])).toEqual(run("first", check));
    expect(plugin(["--context", "lab", "hullproof", "--version"])).toMatchObject({ status: 0, stdout: "1.1.1\n" });
    expect(plugin(["--host", "unix:///nowhere/a.sock", "hullproof", "inspect", "daemon:x"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("/nowhere/a.sock"),
    });
  });

  test("and says how it is meant when it is started alone", () => {
    for (const args of [[], ["check"], ["--unknown", "hullproof"]])
      expect(plugin(args)).toMatchObject({
        status: 2,
        stdout: "",
        stderr: expect.stringContaining("~/.docker/cli-plugins"),
      });
  });

  test.skipIf(spawnSync("docker", ["--version"]).status !== 0)("that docker itself finds", () => {
    const docker = (...args: readonly string[]) => {
      const env = {
        ...process.env,
        HOME: at("home"),
        DOCKER_CONFIG: at("config"),
        DOCKER_HOST: "unix:///nowhere/a.sock",
      };
      const { status, stdout } = spawnSync("docker", args, { cwd: at("project"), env, encoding: "utf8" });
      return { status, stdout };
    };
    // Docker 20.10 names vendor and version as well.
    expect(docker("--help").stdout).toMatch(
      /^ {2}hullproof\* +Container hardening with proof(?: \(hullproof, 1\.1\.1\))?$/m,
    );
    expect(docker("hullproof", "--version")).toEqual({ status: 0, stdout: "1.1.1\n" });
    expect(docker("hullproof", "check", "./none").status).toBe(2);
  });
});

test("a cache that others can write to is not used, and nothing stays behind", () => {
  mkdirSync(at("open"));
  chmodSync(at("open"), 0o777);
  mkdirSync(at("tmp"));
  const env = { HULLPROOF_CACHE: at("open"), TMPDIR: at("tmp") };
  expect(run("first", ["--version"], env)).toMatchObject({ status: 0, stdout: "1.1.1\n" });
  expect(readdirSync(at("open"))).toEqual([]);
  expect(readdirSync(at("tmp"))).toEqual([]);
});
