// A checkout brings what a home holds, and CI has HOME point to it: no engine, registry or cache of its choice is asked. Real processes; the sockets count.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cli } from "./cli/run-cli.ts";

let base: string;
let engine: Server;
let registry: Server;
let local: Server;
/** What was connected to. */
let connections: string[] = [];
const at = (path: string): string => join(base, path);
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function listen(name: string, where?: string): Promise<Server> {
  const server = createServer((socket) => {
    connections.push(name);
    socket.destroy();
  });
  return new Promise((resolve) => server.listen(where ?? { port: 0, host: "127.0.0.1" }, () => resolve(server)));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** A home with a context, and settings that name a mirror. */
function plant(home: string, host: string): void {
  const digest = createHash("sha256").update("lab").digest("hex");
  const meta = JSON.stringify({ Name: "lab", Endpoints: { docker: { Host: host } } });
  const address = `127.0.0.1:${portOf(registry)}`;
  const settings = `registries: { mirrors: { docker.io: ["${address}/hub"] }, insecure: ["${address}"], reach: ["${address}"] }\n`;
  put(`${home}/.docker/config.json`, JSON.stringify({ currentContext: "lab" }));
  put(`${home}/.docker/contexts/meta/${digest}/meta.json`, meta);
  put(`${home}/.config/hullproof/hullproof.yaml`, settings);
}

beforeAll(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "hullproof-homes-")));
  [engine, registry, local] = await Promise.all([listen("engine"), listen("registry"), listen("local", at("l.sock"))]);
  for (const folder of ["clone", "elsewhere", "link-to"]) mkdirSync(at(folder));
  mkdirSync(at("clone/.git"));
  put("clone/Dockerfile", 'FROM hullproof-none:1\nCMD ["true"]\n');
  put("clone/app/Dockerfile", 'FROM hullproof-none:1\nCMD ["true"]\n');
  plant("clone", `tcp://127.0.0.1:${portOf(engine)}`);
  plant("mine", `tcp://127.0.0.1:${portOf(engine)}`);
  plant("sockets", `unix://${at("l.sock")}`);
  mkdirSync(at("sockets/.git"));
  put("sockets/Dockerfile", 'FROM hullproof-none:1\nCMD ["true"]\n');
  symlinkSync(at("clone"), at("link"));
});
afterAll(() => {
  for (const server of [engine, registry, local]) server.close();
  rmSync(base, { recursive: true, force: true });
});
beforeEach(() => void (connections = []));

/** A call without any variable that chooses an engine, but those of the case. `@` is the folder of this test. */
function call(args: readonly string[], env: Readonly<Record<string, string>>, cwd = "clone") {
  const full = (text: string) => text.replaceAll("@", `${base}/`);
  const none = [
    "DOCKER_HOST",
    "DOCKER_CONTEXT",
    "DOCKER_CONFIG",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "HULLPROOF_CACHE",
  ];
  return cli(args.map(full), {
    cwd: at(cwd),
    env: {
      ...Object.fromEntries(none.map((name) => [name, undefined])),
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, full(value)])),
    },
  });
}

const inspect = ["inspect", "daemon:hullproof-none:1"];
const scan = ["inspect", "registry:docker.io/library/busybox:1"];
const outside = { HOME: "@nobody" };

describe("the engine", () => {
  it("of a home outside the checkout is asked", async () => {
    const { stderr } = await call(inspect, { HOME: "@mine" });
    expect(connections).toContain("engine");
    expect(stderr).not.toContain("not used");
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string?]>([
    ["inspect, HOME", inspect, { HOME: "@clone" }],
    ["inspect, HOME through a link", inspect, { HOME: "@link" }],
    ["inspect, HOME with a slash, from a folder below", inspect, { HOME: "@clone/" }, "clone/app"],
    ["inspect, DOCKER_CONFIG", inspect, { ...outside, DOCKER_CONFIG: "@clone/.docker" }],
    ["inspect, a relative DOCKER_CONFIG", inspect, { ...outside, DOCKER_CONFIG: ".docker" }],
    ["inspect, HOME with the context in a variable", inspect, { HOME: "@clone", DOCKER_CONTEXT: "lab" }],
    ["harden", ["harden", "."], { HOME: "@clone" }],
    ["harden, of a target elsewhere", ["harden", "@clone"], { HOME: "@clone" }, "elsewhere"],
    ["harden, of a file's folder elsewhere", ["harden", "@clone/app"], { HOME: "@clone" }, "elsewhere"],
    ["learn", ["learn", "hullproof-none:1"], { HOME: "@clone" }],
    ["audit", ["audit", "hullproof-none"], { HOME: "@clone" }],
    ["check of an image", ["check", "daemon:hullproof-none:1"], { HOME: "@clone" }],
    ["emit of a container", ["emit", "container:hullproof-none", "--to", "compose"], { HOME: "@clone" }],
  ])(
    "of the checkout is not: %s",
    async (_name, args, env, cwd) => {
      await call(args, env, cwd);
      expect(connections).toEqual([]);
    },
    60_000,
  );

  it("behind a socket is not asked for bases: check, init and the overview", async () => {
    await call(["check", "Dockerfile"], { HOME: "@sockets" }, "elsewhere/../clone");
    expect(connections).toContain("local");
    connections = [];
    await call(["check", "Dockerfile"], { HOME: "@sockets" }, "sockets");
    await call(["check", "@sockets/Dockerfile"], { HOME: "@sockets" }, "elsewhere");
    const { stdout } = await call(["overview"], { HOME: "@sockets" }, "sockets");
    expect(stdout).not.toContain(at("l.sock"));
    expect(connections).toEqual([]);
  });
});

describe("a mirror", () => {
  it("of settings outside the checkout is asked", async () => {
    await call(scan, { HOME: "@mine" });
    expect(connections).toContain("registry");
  });

  it.each<[string, Readonly<Record<string, string>>, (readonly string[])?, string?]>([
    ["HOME", { HOME: "@clone" }],
    ["XDG_CONFIG_HOME", { ...outside, XDG_CONFIG_HOME: "@clone/.config" }],
    ["a relative XDG_CONFIG_HOME", { ...outside, XDG_CONFIG_HOME: ".config" }],
    [
      "XDG_CONFIG_HOME of a target elsewhere",
      { ...outside, XDG_CONFIG_HOME: "@clone/.config" },
      ["base", "@clone/Dockerfile"],
      "elsewhere",
    ],
    ["a link into it", { ...outside, XDG_CONFIG_HOME: "@link/.config" }],
  ])("of the checkout is not: %s", async (_name, env, args = scan, cwd) => {
    await call(args, env, cwd);
    expect(connections).toEqual([]);
  });
});

describe("what is not used", () => {
  it("is one line on stderr, of all variables", async () => {
    const env = { HOME: "@clone", DOCKER_CONFIG: "@clone/.docker", XDG_CACHE_HOME: "@clone/.cache" };
    const { stderr } = await call(["check", "Dockerfile", "--bases", "none"], env);
    const lines = stderr.split("\n").filter((line) => line.includes("not used"));
    expect(lines).toEqual([
      expect.stringMatching(
        /^hullproof: not used: HOME points into the checkout, \S+ is used; DOCKER_CONFIG points into the checkout, only plain logins in it are used; XDG_CACHE_HOME points into the checkout$/,
      ),
    ]);
    const quiet = await call(["check", "Dockerfile", "--bases", "none", "--quiet"], env);
    expect(quiet.stderr).toBe("");
  });

  it("says whose a file is that counts in no home", async (context) => {
    if (process.getuid?.() !== 0) context.skip();
    plant("another", `tcp://127.0.0.1:${portOf(engine)}`);
    const { chownSync } = await import("node:fs");
    for (const file of [".docker/config.json", ".config/hullproof/hullproof.yaml"])
      chownSync(at(`another/${file}`), 1001, 1001);
    const { stderr } = await call(inspect, { HOME: "@another" });
    expect(stderr).toContain(
      `not used: ${at("another/.docker/config.json")} (it belongs to the user 1001); ${at("another/.config/hullproof/hullproof.yaml")} (it belongs to the user 1001)`,
    );
    await call(scan, { HOME: "@another" });
    expect(connections).toEqual([]);
    // The folder's owner alone decides nothing.
    plant("another", `tcp://127.0.0.1:${portOf(engine)}`);
    for (const file of [".docker/config.json", ".config/hullproof/hullproof.yaml"])
      chownSync(at(`another/${file}`), 0, 0);
    for (const folder of [".docker", ".config", "."]) chownSync(at(`another/${folder}`), 1001, 1001);
    await call(inspect, { HOME: "@another" });
    await call(scan, { HOME: "@another" });
    expect(new Set(connections)).toEqual(new Set(["engine", "registry"]));
  });
});

it("a cache in the checkout is written only where HULLPROOF_CACHE names it", async () => {
  put("cached/.git/HEAD", "");
  put("cached/Dockerfile", 'FROM hullproof-none:1\nCMD ["true"]\n');
  const cached = () => readdirSync(at("cached")).toSorted();
  const { chmodSync } = await import("node:fs");
  chmodSync(at("cached"), 0o700);
  const learn = ["learn", "hullproof-none:1"];
  await call(learn, { HOME: "@cached", DOCKER_HOST: "unix:///nowhere" }, "cached");
  await call(learn, { ...outside, XDG_CACHE_HOME: "@cached/.cache", DOCKER_HOST: "unix:///nowhere" }, "cached");
  expect(cached()).toEqual([".git", "Dockerfile"]);
  await call(learn, { ...outside, HULLPROOF_CACHE: "@cached/.kept", DOCKER_HOST: "unix:///nowhere" }, "cached");
  expect(cached()).toEqual([".git", ".kept", "Dockerfile"]);
});
