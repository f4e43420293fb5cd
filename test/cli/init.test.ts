import { existsSync } from "node:fs";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compose, get, noEngine, project, settingsOf, web } from "./init-fixture.ts";
import { cli, folderOf } from "./run-cli.ts";

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

  it("adds steps of a known image to those of its health check, and offers them where it is not asked", async () => {
    await using folder = await folderOf({ "compose.yaml": project });
    const options = { cwd: folder.path, env: noEngine };
    const offered = await cli(["init", "--yes", "--service", "db"], options);
    expect(offered.stdout).toContain(
      "steps of PostgreSQL are known, such as a write, a read and an error: --from known:postgresql\n",
    );
    const { code, stdout } = await cli(
      ["init", "--yes", "--from", "known:postgresql", "--from", "compose.yaml", "--host", "web"],
      options,
    );
    expect(code).toBe(0);
    expect(stdout).toContain("hullproof.yaml: 8 steps added");
    const { workload } = (await settingsOf(folder.path)) as { workload: { steps: object[] } };
    expect(workload.steps).toContainEqual({
      exec: { command: ["curl", "-f", "http://localhost:8000/health"], timeout: "10000ms" },
    });
    const unknown = await cli(["init", "--yes", "--from", "known:oracle"], options);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/known:oracle is no known image\n {2}Known are: known:postgresql, /u);
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
