import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dockerCredentials } from "../image/registry/credentials.ts";
import { pathRules } from "../paths/path-rules.ts";
import { buildConfigFolder } from "./docker-config.ts";

let base: string;
const at = (path: string): string => join(base, path);
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "hullproof-logins-")));
  mkdirSync(at("clone/.git"), { recursive: true });
  mkdirSync(at("bin"));
});
afterEach(() => rmSync(base, { recursive: true }));

const encoded = (text: string): string => Buffer.from(text).toString("base64");
const login = (user: string) => ({ auth: encoded(`${user}:fake`) });
const passwordOf = (username: string) => ({ kind: "password", username, password: "fake" });

function put(path: string, config: unknown): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), typeof config === "string" ? config : JSON.stringify(config));
}

/** A helper on PATH that leaves a trace when started. */
function plantHelper(name: string): string {
  const trace = at("started");
  writeFileSync(
    at(`bin/docker-credential-${name}`),
    `#!/bin/sh\necho ${name} >> ${trace}\necho '{"Username":"helper","Secret":"fake"}'\n`,
    {
      mode: 0o755,
    },
  );
  return trace;
}

function search(env: Readonly<Record<string, string>>) {
  const known = { PATH: `${at("bin")}:/usr/bin:/bin`, ...env };
  return { env: known, rules: pathRules(at("clone"), [], known, at("me")) };
}

describe("logins that a pipeline stored in the checkout", () => {
  it.each([
    ["DOCKER_CONFIG", ".docker", () => ({ HOME: at("me"), DOCKER_CONFIG: at("clone/.docker") })],
    ["DOCKER_CONFIG through another path", "ci", () => ({ DOCKER_CONFIG: `${base}/me/../clone/ci/` })],
    ["HOME", ".docker", () => ({ HOME: at("clone") })],
  ] as const)("are found by %s", async (_name, folder, env) => {
    put(`clone/${folder}/config.json`, {
      auths: { "registry.example": login("ci"), "https://index.docker.io/v1/": login("hub") },
    });
    const find = dockerCredentials(search(env()).env, search(env()).rules);
    expect((await find("registry.example")).credential).toEqual(passwordOf("ci"));
    expect((await find("docker.io")).credential).toEqual(passwordOf("hub"));
    expect((await find("other.example")).credential).toBeUndefined();
  });

  it("names no helper, neither for all registries nor for one", async () => {
    const trace = plantHelper("evil");
    put("clone/.docker/config.json", {
      credsStore: "evil",
      credHelpers: { "registry.example": "evil" },
      auths: { "registry.example": login("ci"), "other.example": {} },
    });
    const { env, rules } = search({ HOME: at("clone"), DOCKER_CONFIG: at("clone/.docker") });
    const find = dockerCredentials(env, rules);
    expect((await find("registry.example")).credential).toEqual(passwordOf("ci"));
    expect((await find("other.example")).credential).toBeUndefined();
    expect(existsSync(trace)).toBe(false);
    // The same file elsewhere does.
    put("me/.docker/config.json", readFileSync(at("clone/.docker/config.json"), "utf8"));
    const trusted = search({ HOME: at("me") });
    expect((await dockerCredentials(trusted.env, trusted.rules)("registry.example")).credential).toEqual(
      passwordOf("helper"),
    );
    expect(existsSync(trace)).toBe(true);
  });

  it("precede those of the account, which apply to other registries", async () => {
    plantHelper("mine");
    put("clone/.docker/config.json", { auths: { "registry.example": login("ci") } });
    put("me/.docker/config.json", { credsStore: "mine", auths: { "registry.example": login("me") } });
    const { env, rules } = search({ HOME: at("clone") });
    const find = dockerCredentials(env, rules);
    expect((await find("registry.example")).credential).toEqual(passwordOf("ci"));
    expect((await find("other.example")).credential).toEqual(passwordOf("helper"));
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ["a FIFO", (file) => void execFileSync("mkfifo", [file]), /cannot be read/],
    ["a folder", (file) => mkdirSync(file), /cannot be read/],
    ["4 MiB", (file) => writeFileSync(file, " ".repeat(4 * 1024 * 1024)), /cannot be read/],
    ["no JSON", (file) => writeFileSync(file, "{ fake-secret"), /is not what docker login writes/],
    ["a list", (file) => writeFileSync(file, "[]"), /has no login/],
    ["null", (file) => writeFileSync(file, "null"), /is not what docker login writes/],
    [
      "of another shape",
      (file) => writeFileSync(file, '{"auths":[1]}'),
      /is not what docker login writes|has no login/,
    ],
    ["missing", () => {}, /does not exist/],
  ])("neither block nor fail if the file is %s", async (_name, make, note) => {
    mkdirSync(at("clone/.docker"));
    make(at("clone/.docker/config.json"));
    const { env, rules } = search({ DOCKER_CONFIG: at("clone/.docker") });
    const found = await dockerCredentials(env, rules)("registry.example");
    expect(found.credential).toBeUndefined();
    expect(found.note).toMatch(note);
    expect(found.note).not.toContain("fake-secret");
  });
});

it("reports that logins cannot be stored", async () => {
  const rules = { ...pathRules(at("clone"), [], {}), account: at("clone") };
  expect(await dockerCredentials({}, rules)("registry.example")).toEqual({
    note: expect.stringMatching(/no home folder/) as string,
  });
});

describe("the configuration of a build", () => {
  it("returns the caller's folder, even without files", async () => {
    expect(await buildConfigFolder(search({ HOME: at("me") }), at("private"))).toBe(at("me/.docker"));
    put("me/.docker/config.json", { credsStore: "mine" });
    expect(await buildConfigFolder(search({ HOME: at("me") }), at("private"))).toBe(at("me/.docker"));
    expect(existsSync(at("private"))).toBe(false);
  });

  it("keeps only plain logins of the checkout, without helpers", async () => {
    put("clone/.docker/config.json", {
      auths: { "registry.example": login("ci") },
      credsStore: "evil",
      credHelpers: { "other.example": "evil" },
      proxies: { default: { httpProxy: "http://evil.example" } },
      HttpHeaders: { X: "evil" },
      currentContext: "evil",
      cliPluginsExtraDirs: ["/evil"],
      plugins: { "evil-hook": { hooks: "build" } },
      aliases: { builder: "evil" },
    });
    put("me/.docker/config.json", {
      auths: { "registry.example": login("me"), "mine.example": login("me") },
      credsStore: "mine",
      credHelpers: { "cloud.example": "cloud" },
      proxies: { default: { httpProxy: "http://proxy.example" } },
    });
    const folder = await buildConfigFolder(search({ HOME: at("clone") }), at("private"));
    expect(folder).toBe(at("private"));
    const file = join(folder, "config.json");
    expect(readFileSync(file, "utf8")).not.toContain("evil");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      auths: { "registry.example": login("ci"), "mine.example": login("me") },
      credsStore: "mine",
      credHelpers: { "cloud.example": "cloud", "registry.example": "" },
      proxies: { default: { httpProxy: "http://proxy.example" } },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is empty if nothing is trusted", async () => {
    const rules = { ...pathRules(at("clone"), [], {}), account: at("clone") };
    const folder = await buildConfigFolder({ env: {}, rules }, at("private"));
    expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8"))).toEqual({ auths: {}, credHelpers: {} });
  });
});
