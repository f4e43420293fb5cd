import { existsSync } from "node:fs";
import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/sources/config.ts";
import { hasTerminal, onTerminal } from "./on-terminal.ts";
import { cli, folderOf } from "./run-cli.ts";

const web =
  'FROM python:3.13-slim\nENV PORT=8080\nEXPOSE $PORT\nHEALTHCHECK CMD curl -f http://localhost:8080/health\nCMD ["python", "app.py"]\n';
const compose = "services:\n  db:\n    image: postgres:17\n  web:\n    build: .\n    depends_on: [db]\n";
const project =
  'services:\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n  web:\n    image: example/web:1\n    depends_on: [db]\n    ports: ["80:8000"]\n    healthcheck: { test: [CMD, curl, "-f", "http://localhost:8000/health"] }\n';
const get = (path: string, port = 8080) => ({
  ready: { http: { port, path } },
  steps: [{ name: `GET ${path}`, http: { port, path } }],
  restart: true,
});
// The tests may be called by npx, which would be named in calls.
const noEngine = { DOCKER_HOST: "unix:///nowhere.sock", npm_command: undefined };
/** A terminal's text without its lines' ends. */
const inOneLine = (shown: string) => shown.replaceAll("\r\u001b[2K", "").replaceAll(/\s+/g, " ");

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
    [
      "takes the likely service of a Compose file where there is no Dockerfile, with its health check",
      { "compose.yaml": project },
      [],
      { workload: { compose: { file: "compose.yaml", service: "web" }, ...get("/health", 8000) } },
    ],
    [
      "takes no HTTP of a database's port",
      { "compose.yaml": project },
      ["--service", "db"],
      { workload: { compose: { file: "compose.yaml", service: "db" } } },
    ],
    [
      "takes the port in the container, and none of UDP",
      { "docker-compose.yml": 'services: { dns: { image: "example/dns:1", ports: ["53:53/udp", "81:8053"] } }\n' },
      [],
      { workload: { compose: { file: "docker-compose.yml", service: "dns" }, ...get("/", 8053) } },
    ],
    [
      "takes the port of a health check where none is published",
      {
        "compose.yaml":
          "services: { api: { image: 'example/api:1', healthcheck: { test: 'wget -q http://127.0.0.1:9000/up' } } }\n",
      },
      [],
      { workload: { compose: { file: "compose.yaml", service: "api" }, ...get("/up", 9000) } },
    ],
    [
      "reads a service as the override has it",
      {
        "compose.yaml": "services: { web: { image: 'example/web:1' } }\n",
        "compose.override.yaml": 'services: { web: { ports: ["80:3000"] } }\n',
      },
      [],
      { workload: { compose: { file: "compose.yaml", service: "web" }, ...get("/", 3000) } },
    ],
    [
      "takes the Compose file that docker compose takes, before others",
      { "a.compose.yaml": project, "z/compose.yaml": project, "docker-compose.yml": "services: { x: { image: x } }\n" },
      [],
      { workload: { compose: { file: "docker-compose.yml", service: "x" } } },
    ],
    [
      "takes a Compose file that is named, beside a Dockerfile",
      { Dockerfile: web, "deploy/it's.compose.yaml": project },
      ["--compose", "deploy/it's.compose.yaml", "--get", ":8000/"],
      { workload: { compose: { file: "deploy/it's.compose.yaml", service: "web" }, ...get("/", 8000) } },
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
    [["--yes"], { "compose.yaml": "services: {}\n" }, /compose\.yaml starts no service; nothing was written/],
    [["--yes"], { "compose.yaml": "services: [\n" }, /compose\.yaml/],
    [["--yes", "--service", "no"], { "compose.yaml": project }, /starts no service no\n.*It has: db, web/],
    [["--yes", "--compose", "no.yaml"], { "compose.yaml": project }, /no\.yaml does not exist/],
    [["--yes", "--baseline"], { Dockerfile: web }, /--baseline is for the CI job, and none is written/],
    [["--yes", "--baseline", "--ci", "none"], { Dockerfile: web }, /--baseline is for the CI job/],
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

  it("writes what harden reads, and names the call", async () => {
    await using folder = await folderOf({
      "compose.yaml": project,
      "deploy/compose.yaml": project,
      "b.compose.yaml": project,
    });
    const init = async (...more: string[]) =>
      /^ +hullproof (harden .*?) {2}/m.exec(
        (await cli(["init", "--yes", "--force", ...more], { cwd: folder.path, env: noEngine })).stdout,
      )?.[1];
    expect(await init()).toBe("harden .");
    expect(await init("--compose", "b.compose.yaml")).toBe("harden b.compose.yaml");
    const below = await init("--compose", "deploy/compose.yaml");
    expect(below).toBe("harden --config hullproof.yaml deploy/compose.yaml");
    for (const call of ["harden .", "harden b.compose.yaml", below ?? ""]) {
      const { stderr, code } = await cli(call.split(" "), { cwd: folder.path, env: noEngine });
      // The service was found, and all that is missing is an engine.
      expect(stderr).toContain("No Docker Engine answers");
      expect(code).toBe(2);
    }
  });

  it.each([["--run"], ["--run", "--compose", "compose.yaml"]])(
    "%j keeps what it wrote where there is no engine, and says what to do",
    async (...flags) => {
      await using folder = await folderOf({ Dockerfile: web, "compose.yaml": project });
      const { code, stdout, stderr } = await cli(["init", "--yes", ...flags], { cwd: folder.path, env: noEngine });
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^wrote hullproof\.yaml\nGET :80[08]0\/health was not sent: .*nowhere/);
      expect(stdout).toContain("hullproof.yaml is written: edit it, or call `hullproof init` again");
      expect(code).toBe(1);
      expect(await settingsOf(folder.path)).toHaveProperty("workload.steps");
    },
  );

  it("takes the values of the file that --force replaces", async () => {
    await using folder = await folderOf({ Dockerfile: web, "b.Dockerfile": web, "compose.yaml": compose });
    const init = (...flags: string[]) => cli(["init", "--yes", ...flags], { cwd: folder.path, env: noEngine });
    const text = () => readFile(join(folder.path, "hullproof.yaml"), "utf8");
    await init("--dockerfile", "b.Dockerfile", "--get", ":90/x");
    const first = await text();
    expect(first).toContain("/x");
    expect((await init()).code).toBe(2);
    expect((await init("--force")).code).toBe(0);
    expect(await text()).toBe(first);
    await init("--force", "--get", "none");
    const without = await text();
    expect(without).not.toContain("http:");
    // Nothing was an answer, too.
    await init("--force");
    expect(await text()).toBe(without);
    await writeFile(join(folder.path, "hullproof.yaml"), "workload: { compose: { file: b.yaml, service: api } }\n");
    await init("--force");
    expect(await settingsOf(folder.path)).toMatchObject({
      workload: { compose: { file: "b.yaml", service: "api" }, ready: { http: { path: "/health" } } },
    });
    await writeFile(join(folder.path, "hullproof.yaml"), "workload: [");
    expect((await init("--force")).code).toBe(0);
    expect(await settingsOf(folder.path)).toHaveProperty("workload.ready.http.path", "/health");
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

describe.runIf(hasTerminal)("hullproof init on a terminal", () => {
  it("asks for file, service and request of Compose files, and for a baseline", async () => {
    await using folder = await folderOf({
      "compose.yaml": project.replace("image: example/web:1", "image: example/web:1\n    privileged: true"),
      "b.compose.yaml": project,
    });
    const { code, shown: lines } = onTerminal(["init"], folder.path, noEngine, "\rnone\rdb\r:8000/\rgithub\ry\r");
    const shown = inOneLine(lines);
    expect(shown).toContain("Which Compose file? (compose.yaml, b.compose.yaml) [compose.yaml] > ");
    expect(shown).toContain("Which service are requests sent to? (db, web) [web] > ");
    expect(shown).toContain("compose.yaml starts no service none. It has: db, web.");
    expect(shown).toContain("Which request to db proves that it works, as :PORT/PATH?");
    expect(shown).toMatch(/1 error \(capabilities\/privileged\) would fail this job today\. Accept \d+ findings/);
    expect(shown).toContain("wrote hullproof.baseline.json");
    expect(code).toBe(0);
    expect(await settingsOf(folder.path)).toEqual({
      workload: { compose: { file: "compose.yaml", service: "db" }, ...get("/", 8000) },
    });
  });

  it("offers the answers of the file at the second call, and asks before it replaces it", async () => {
    await using folder = await folderOf({ Dockerfile: web, "b.Dockerfile": web });
    const path = join(folder.path, "hullproof.yaml");
    const init = (keys: string) => onTerminal(["init"], folder.path, noEngine, keys);
    init("b.Dockerfile\r:90/x\rnone\r");
    const first = await readFile(path, "utf8");
    const same = init("\r\r\r");
    expect(same.shown).toContain("[b.Dockerfile] > ");
    expect(same.shown).toContain("[:90/x] > ");
    expect(same.shown).not.toContain("Replace");
    expect(same.code).toBe(0);
    expect(await readFile(path, "utf8")).toBe(first);
    const other = init("\r:91/\r\r\r");
    expect(inOneLine(other.shown)).toContain("Replace hullproof.yaml with these answers? y or n [y] > ");
    expect(await settingsOf(folder.path)).toHaveProperty("workload.ready.http.port", 91);
    // What a person added is not lost by an empty line.
    await writeFile(path, `${first}rules: { base/no-tag: off }\n`);
    const edited = init("\r:92/\r\r\r");
    expect(inOneLine(edited.shown)).toContain("Its other keys and comments are lost. y or n [n] > ");
    expect(edited.shown).toContain("hullproof.yaml is there already and was left as it is");
    expect(await readFile(path, "utf8")).toBe(`${first}rules: { base/no-tag: off }\n`);
    init("\r:92/\ry\r\r");
    expect(await settingsOf(folder.path)).toHaveProperty("workload.ready.http.port", 92);
  });

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
