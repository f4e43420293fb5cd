import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/sources/config.ts";
import { hasTerminal, onTerminal } from "./on-terminal.ts";
import { cli, folderOf } from "./run-cli.ts";

const web =
  'FROM python:3.13-slim\nENV PORT=8080\nEXPOSE $PORT\nHEALTHCHECK CMD curl -f http://localhost:8080/health\nCMD ["python", "app.py"]\n';
const compose = "services:\n  db:\n    image: postgres:17\n  web:\n    build: .\n    depends_on: [db]\n";
const noEngine = { DOCKER_HOST: "unix:///nowhere.sock" };

async function settingsOf(folder: string) {
  // What `check` and `learn` would read.
  await readConfig(join(folder, "hullproof.yaml"));
  return parse(await readFile(join(folder, "hullproof.yaml"), "utf8")) as Record<string, unknown>;
}

describe("hullproof init --yes", () => {
  it.each<[string, Record<string, string>, readonly string[], object | null]>([
    [
      "takes the port of EXPOSE and the path of HEALTHCHECK",
      { Dockerfile: web },
      [],
      {
        workload: {
          ready: { http: { port: 8080, path: "/health" } },
          steps: [{ name: "GET /health", http: { port: 8080, path: "/health" } }],
          restart: true,
        },
      },
    ],
    [
      "takes the services that a Compose file needs",
      { Dockerfile: "FROM scratch\n", "compose.yaml": compose },
      [],
      { workload: { compose: { file: "compose.yaml", service: "web" } } },
    ],
    ["leaves the workload open where nothing says what it does", { Dockerfile: "FROM scratch\n" }, [], null],
    [
      "passes over UDP and what only a build knows",
      { Dockerfile: "FROM scratch\nARG P\nEXPOSE $P 53/udp\n" },
      [],
      null,
    ],
    [
      "takes an unreadable Compose file for none",
      { Dockerfile: "FROM scratch\n", "compose.yaml": "services: [\n" },
      [],
      null,
    ],
    ["takes no HTTP when it is told so", { Dockerfile: web }, ["--get", "none"], null],
    [
      "writes down a Dockerfile of another name, whatever it is called",
      { "deploy/it's: #1.Dockerfile": "FROM scratch\n" },
      [],
      { build: { dockerfile: "deploy/it's: #1.Dockerfile", context: "." } },
    ],
    [
      "takes a Dockerfile and a request that are named",
      { Dockerfile: web, "b.Dockerfile": web },
      ["--dockerfile", "b.Dockerfile", "--get", ":81/x?y=1"],
      {
        build: { dockerfile: "b.Dockerfile", context: "." },
        workload: {
          ready: { http: { port: 81, path: "/x?y=1" } },
          steps: [{ name: "GET /x?y=1", http: { port: 81, path: "/x?y=1" } }],
          restart: true,
        },
      },
    ],
  ])("%s", async (_, files, flags, expected) => {
    await using folder = await folderOf(files);
    const { code, stderr, stdout } = await cli(["init", "--yes", ...flags], { cwd: folder.path, env: noEngine });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^wrote hullproof\.yaml\n/);
    expect(await settingsOf(folder.path)).toEqual(expected);
  });

  it.each<[readonly string[], Record<string, string>, RegExp]>([
    [["--yes"], {}, /there is neither a Dockerfile nor a Compose file in this folder/],
    [["--yes"], { Dockerfile: web, "hullproof.yaml": "{}\n" }, /is there already; nothing was changed/],
    [["--yes", "--get", "nonsense"], { Dockerfile: web }, /nonsense is no request/],
    [["--yes", "--get", ":70000/"], { Dockerfile: web }, /is no request/],
    [["--yes", "--get", ':80/"\n'], { Dockerfile: web }, /is no request/],
    [["--yes", "--dockerfile", "no.Dockerfile"], { Dockerfile: web }, /no\.Dockerfile/],
    [[], { Dockerfile: web }, /there is no terminal to ask them on/],
  ])("%j is exit code 2 and writes nothing", async (flags, files, message) => {
    await using folder = await folderOf({ ...files, other: "" });
    const { code, stderr } = await cli(["init", ...flags], { cwd: folder.path, env: noEngine });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    const there = "hullproof.yaml" in files ? await readFile(join(folder.path, "hullproof.yaml"), "utf8") : undefined;
    expect(there).toBe(files["hullproof.yaml"]);
    expect(existsSync(join(folder.path, "hullproof.yaml"))).toBe("hullproof.yaml" in files);
  });

  it("writes a job for GitHub with actions by commit, and keeps one that is there", async () => {
    await using folder = await folderOf({ Dockerfile: web });
    const here = { cwd: folder.path, env: noEngine };
    expect((await cli(["init", "--yes", "--ci", "github"], here)).stdout).toContain(
      "wrote .github/workflows/hullproof.yml",
    );
    const job = await readFile(join(folder.path, ".github/workflows/hullproof.yml"), "utf8");
    for (const [, used = ""] of job.matchAll(/uses: (.*)/g))
      expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(parse(job)).toMatchObject({ permissions: { contents: "read" } });
    expect([...job.matchAll(/\$\{\{.*?\}\}/g)].map(([one]) => one)).toEqual(["${{ vars.HULLPROOF_PACKAGE }}"]);
    expect(job).not.toMatch(/hullproof@\d/);
    const again = await cli(["init", "--yes", "--ci", "github"], here);
    expect(again.code).toBe(2);
  });

  it("goes through no link", async () => {
    await using folder = await folderOf({ "app/Dockerfile": web, "elsewhere/x": "" });
    await symlink(join(folder.path, "elsewhere"), join(folder.path, "app/.github"));
    const { code, stderr } = await cli(["init", "--yes", "--ci", "github"], {
      cwd: join(folder.path, "app"),
      env: noEngine,
    });
    expect(stderr).toContain(".github is a link or a file");
    expect(code).toBe(2);
    expect(existsSync(join(folder.path, "app/hullproof.yaml"))).toBe(false);
  });

  it("never edits a .gitlab-ci.yml", async () => {
    await using folder = await folderOf({ Dockerfile: web, ".gitlab-ci.yml": "a: {script: [b]}\n" });
    const { stdout } = await cli(["init", "--yes", "--ci", "gitlab"], { cwd: folder.path, env: noEngine });
    expect(stdout).toContain("Add to .gitlab-ci.yml:  include: [{ local: .gitlab/hullproof.yml }]");
    expect(await readFile(join(folder.path, ".gitlab-ci.yml"), "utf8")).toBe("a: {script: [b]}\n");
    const job = parse(await readFile(join(folder.path, ".gitlab/hullproof.yml"), "utf8")) as Record<string, unknown>;
    expect(job["hullproof"]).toMatchObject({ artifacts: { when: "always" } });
  });
});

describe.runIf(hasTerminal)("hullproof init on a terminal", () => {
  it("asks with what it found as the answer to an empty line", async () => {
    await using folder = await folderOf({
      Dockerfile: web,
      "b.Dockerfile": web,
      "compose.yaml": compose,
      ".github/x": "",
    });
    const { code, shown } = onTerminal(["init"], folder.path, noEngine, "\r\rn\r\r");
    expect(shown.match(/\] > n?\n/g)).toHaveLength(4);
    expect(shown).toContain("[Dockerfile] > ");
    expect(shown).toContain("[:8080/health] > ");
    expect(shown).toContain("[github] > ");
    expect(code).toBe(0);
    expect(await settingsOf(folder.path)).toMatchObject({
      workload: { ready: { http: { port: 8080, path: "/health" } } },
    });
    expect(existsSync(join(folder.path, ".github/workflows/hullproof.yml"))).toBe(true);
  });

  it("takes typed answers, and writes nothing when they are ended", async () => {
    await using folder = await folderOf({ Dockerfile: web });
    const typed = onTerminal(["init"], folder.path, noEngine, ":90/x\\x7f/\\x1b[Da\rnone\r");
    expect(typed.code).toBe(0);
    expect(await settingsOf(folder.path)).toMatchObject({ workload: { ready: { http: { port: 90, path: "//a" } } } });
    await using third = await folderOf({ Dockerfile: web });
    const wrong = onTerminal(["init"], third.path, noEngine, "nonsense\r:90/\rbanana\rgithub\r");
    expect(wrong.shown).toContain("nonsense is no request. Write port and path: :8080/health.");
    expect(wrong.shown).toContain("banana is not github, gitlab or none.");
    expect(wrong.code).toBe(0);
    expect(await settingsOf(third.path)).toMatchObject({ workload: { ready: { http: { port: 90, path: "/" } } } });
    expect(existsSync(join(third.path, ".github/workflows/hullproof.yml"))).toBe(true);
    await using other = await folderOf({ Dockerfile: web });
    const ended = onTerminal(["init"], other.path, noEngine, "\\x04\r");
    expect(ended.code).toBe(2);
    expect(ended.shown).toContain("nothing more was written");
    expect(existsSync(join(other.path, "hullproof.yaml"))).toBe(false);
  });
});
