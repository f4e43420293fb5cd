import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { envFile } from "../../formats/compose/env-file.ts";
import { interpolate } from "../../formats/compose/interpolate.ts";
import { readComposeWorkload } from "./read-compose-workload.ts";
import { durationMs } from "./service-parts.ts";
import { splitWords } from "../../formats/shell/split-words.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-compose-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (cwd: string, service = "web", env: Record<string, string> = {}, allowed: readonly string[] = []) =>
  readComposeWorkload({ files: ["compose.yaml"], cwd, service, env, allowed });

async function read(text: string, service = "web", env: Record<string, string> = {}) {
  await writeFile(join(folder, "compose.yaml"), text);
  return at(folder, service, env);
}

const whole = `
name: shop
x-env: &env { LOG: info, LEVEL: 3 }
services:
  web:
    build: .
    command: serve --name "my shop"
    environment: { <<: *env, TOKEN: "\${TOKEN:-none}", PASSED: }
    env_file: [web.env, ../outside.env]
    ports: ["8080:80", "127.0.0.1:5000-5001:6000-6001/tcp", { target: 53, protocol: udp }]
    expose: [9090]
    volumes: ["data:/data", "./conf:/etc/web:ro", { type: tmpfs, target: /scratch }]
    healthcheck: { test: curl -f http://localhost/ }
    depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }
    stop_grace_period: 1m30s
    stop_signal: SIGQUIT
    mem_limit: 1g
    secrets: [key, file]
  proxy: { image: proxy:1, depends_on: [web] }
  migrate: { image: shop-tools, command: [migrate, up], depends_on: [db] }
  db:
    image: postgres:17
    environment: ["POSTGRES_PASSWORD=$PASSWORD", "COST=$$5"]
    healthcheck: { test: [CMD, pg_isready, -q], interval: 5s }
    networks: { default: { aliases: [database] } }
  cache: { build: cache }
  debug: { image: debug, profiles: [tools], command: look }
volumes: { data: {} }
secrets: { key: { environment: KEY }, file: { file: ./key.txt } }
`;

describe("readComposeWorkload", () => {
  it("reads the service, and the others as companions in dependency order", async () => {
    await writeFile(join(folder, ".env"), "PASSWORD='s3 cret'\n");
    await writeFile(join(folder, "web.env"), '# comment\nexport FROM_FILE="a b" # why\n');
    const { workload, notes, reach } = await read(whole, "web", { TOKEN: "t" });
    expect(reach.map(({ kind, value }) => `${kind}:${value}`)).toEqual(["env-file:../outside.env", "env:KEY"]);
    expect(workload).toMatchObject({
      command: ["serve", "--name", "my shop"],
      env: { LOG: "info", LEVEL: "3", TOKEN: "t", FROM_FILE: "a b" },
      ports: [
        { port: 53, protocol: "udp" },
        { port: 80, protocol: "tcp" },
        { port: 6000, protocol: "tcp" },
        { port: 6001, protocol: "tcp" },
        { port: 9090, protocol: "tcp" },
      ],
      ready: { kind: "exec", command: ["/bin/sh", "-c", "curl -f http://localhost/"] },
      stop: { timeoutMs: 90_000, signal: "SIGQUIT" },
      aliases: ["web"],
      grants: { tmpfs: [{ path: "/scratch", mode: "1777", sizeBytes: 1024 ** 3 }] },
    });
    expect(workload.env).not.toHaveProperty("PASSED");
    expect(workload.volumes?.map(({ name, path, readOnly }) => [name, path, readOnly])).toEqual([
      ["data", "/data", undefined],
      ["web", "/etc/web", true],
      ["file", "/run/secrets/file", true],
    ]);
    expect(workload.volumes?.[1]?.from).toMatch(/conf$/u);
    expect(workload.companions?.map(({ name, image, ready }) => [name, image, ready.kind])).toEqual([
      ["cache", "shop-cache", "health"],
      ["db", "postgres:17", "exec"],
      ["migrate", "shop-tools", "ended"],
    ]);
    expect(workload.companions?.[1]).toMatchObject({
      aliases: ["database"],
      networks: ["default"],
      env: { POSTGRES_PASSWORD: "s3 cret", COST: "$5" },
    });
    expect(notes).toEqual([
      expect.stringMatching(/^compose\.yaml:\d+: .*outside\.env was not read: it lies outside/),
      "service proxy is left out: it depends on web",
      "service web: secrets key is left out: it is no file",
    ]);
  });

  it("derives project and image names from the folder in the shell's spelling", async () => {
    await writeFile(
      join(folder, "compose.yaml"),
      "services: { web: { build: ., depends_on: [db] }, db: { build: . } }\n",
    );
    const request = { files: ["compose.yaml"], cwd: folder, service: "web", env: {} };
    const { workload } = await readComposeWorkload({ ...request, called: "/srv/by-link" });
    expect(workload.companions?.map(({ image }) => image)).toEqual(["by-link-db"]);
  });

  it("reads a named service with any profile, including overrides and extends", async () => {
    const { workload } = await read(whole, "debug");
    expect(workload.command).toEqual(["look"]);
    await writeFile(join(folder, "base.yaml"), "services: { app: { image: app, command: [serve], user: '7' } }\n");
    await writeFile(join(folder, "over.yaml"), "services: { web: { command: !override [other] } }\n");
    await writeFile(
      join(folder, "compose.yaml"),
      "include: [more.yaml]\nservices: { web: { extends: { file: base.yaml, service: app }, depends_on: [db] } }\n",
    );
    await writeFile(join(folder, "more.yaml"), "services: { db: { image: db } }\n");
    const files = ["compose.yaml", "over.yaml"];
    const layered = await readComposeWorkload({ files, cwd: folder, service: "web", env: {} });
    expect(layered.workload).toMatchObject({
      command: ["other"],
      user: "7",
      companions: [{ name: "db", image: "db" }],
    });
  });

  it("parses values and documents like the Compose model", async () => {
    const text =
      "services: { web: { image: a, environment: { A: 0755, B: yes } } }\n---\nservices: { web: { environment: [B=no] } }";
    const { workload } = await read(text);
    expect(workload.env).toEqual({ A: "493", B: "no" });
    await expect(read("services: { web: { image: a, image: b } }")).rejects.toThrow("already defined at line 1");
  });

  it("reports a variable without a value", async () => {
    const { notes } = await read("services: { web: { image: 'a:${TAG}' } }");
    expect(notes).toEqual([
      "compose.yaml:1: variable TAG has no value, so it is empty; set it in .env, or allow your own with --allow-host=env:NAME",
    ]);
  });

  it.each([
    ["services: { web: [] }", "services.web"],
    ["services: { other: { image: a } }", "has no service web"],
    ["services: { web: { image: a, tomorrow: 1 } }", "tomorrow"],
    ["services: [", "compose.yaml:1: "],
    ["a: b", "additional properties 'a' not allowed"],
  ])("reports the error in %j", async (text, words) => {
    await expect(read(text)).rejects.toMatchObject({
      code: "bad-config",
      message: expect.stringContaining(words) as string,
    });
  });

  it("refuses a dependency cycle, like docker compose", async () => {
    const text =
      "services:\n  web: { image: a, depends_on: [b] }\n  b: { image: b, depends_on: [c] }\n  c: { image: c, depends_on: [web] }\n";
    await expect(read(text)).rejects.toMatchObject({
      code: "bad-config",
      message: expect.stringContaining("cycle") as string,
    });
  });
});

it.each([
  ["$A ${A} $$A", "1 1 $A"],
  ["${B:-two ${A}}", "two 1"],
  ["${E-x}|${E:-x}|${E:+x}|${E+x}", "|x||x"],
  ["${A:+set} ${B+set}", "set "],
  ["a$ b$1", "a$ b$1"],
])("interpolates %j", (text, expected) => {
  const values: Record<string, string> = { A: "1", E: "" };
  expect(
    interpolate(text, { value: (name) => values[name], missing: () => {}, refuse: (problem) => new Error(problem) }),
  ).toBe(expected);
});

it("parses lines of an .env file", () => {
  expect(envFile("A=1 # one\nB='x # y'\nC=\"a\\nb\"\n = \nexport D=\n")).toEqual({
    A: "1",
    B: "x # y",
    C: "a\nb",
    D: "",
  });
});

it("splits words like a shell", () => {
  expect(splitWords(`a 'b c' "d \\"e" f\\ g ''`)).toEqual(["a", "b c", 'd "e', "f g", ""]);
  expect([durationMs("1h2m3s"), durationMs("500ms"), durationMs("soon")]).toEqual([3_723_000, 500, undefined]);
});

describe("linked files outside of the folder", () => {
  const compose =
    "services:\n  web:\n    image: a\n    environment: { SAID: $LEAK }\n    env_file: [{ path: more.env, required: false }]\n";
  it.each([
    ["../secret.env", "env-file:../secret.env"],
    ["/dev/zero", "env-file:/dev/zero"],
  ])("requests consent for .env as a link to %s, without following it", async (target, name) => {
    await using repo = await repository({ "compose.yaml": compose });
    await writeFile(join(repo.top, "secret.env"), "LEAK=secret\n");
    await symlink(target, join(repo.folder, ".env"));
    const { workload, reach } = await at(repo.folder);
    expect(workload.env).toEqual({ SAID: "" });
    expect(reach.map(({ kind, value }) => `${kind}:${value}`)).toEqual([name]);
    const allowed = at(repo.folder, "web", {}, [name]).then((read) => read.workload.env);
    if (target === "/dev/zero") await expect(allowed).rejects.toThrow("never opened");
    else expect(await allowed).toEqual({ SAID: "secret" });
  });

  it("starts as in the file, with its capabilities except ALL", async () => {
    const service = 'image: a\n    user: "1000"\n    cap_add: [NET_ADMIN, cap_chown, ALL]';
    await using repo = await repository({ "compose.yaml": `services:\n  web:\n    ${service}\n` });
    const { workload, notes, reach } = await at(repo.folder);
    expect(workload).toMatchObject({ user: "1000", grants: { capabilities: ["NET_ADMIN", "CHOWN"] } });
    expect(notes).toContain("service web: cap_add ALL is not read");
    expect(reach.map(({ kind, value }) => `${kind}:${value}`)).toEqual(["capability:NET_ADMIN", "capability:ALL"]);
  });

  it("reports an .env that is a broken link", async () => {
    await using repo = await repository({ "compose.yaml": compose });
    await symlink("nothing", join(repo.folder, ".env"));
    const { workload, notes } = await at(repo.folder);
    expect(workload.env).toEqual({ SAID: "" });
    expect(notes.join()).toContain(".env was not read");
  });

  it.each(["../secret.env", "/dev/zero", "fifo", "elsewhere/secret.env"])(
    "skips and reports env_file as a link to %s",
    async (target) => {
      await using repo = await repository({ "compose.yaml": compose });
      await writeFile(join(repo.top, "secret.env"), "LEAK=secret\n");
      await symlink("..", join(repo.folder, "elsewhere"));
      execFileSync("mkfifo", [join(repo.folder, "fifo")]);
      await symlink(target, join(repo.folder, "more.env"));
      const { workload, notes } = await at(repo.folder);
      expect(workload.env).not.toHaveProperty("LEAK");
      expect(notes.join()).toMatch(/more\.env was not read: /);
    },
  );

  it("refuses a device, a pipe or an endless Compose file", async () => {
    await using repo = await repository({});
    await symlink("/dev/zero", join(repo.folder, "compose.yaml"));
    execFileSync("mkfifo", [join(repo.folder, "fifo.yaml")]);
    await writeFile(join(repo.folder, "large.yaml"), "#".repeat(5_000_000));
    for (const name of ["compose.yaml", "fifo.yaml", "large.yaml"])
      await expect(
        readComposeWorkload({ files: [name], cwd: repo.folder, service: "web", env: {} }),
      ).rejects.toMatchObject({ code: "unreadable" });
  });

  async function repository(files: Readonly<Record<string, string>>) {
    const top = await mkdtemp(join(tmpdir(), "hullproof-test-"));
    const folder = join(top, "repo");
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return { top, folder, [Symbol.asyncDispose]: () => rm(top, { recursive: true }) };
  }
});
