import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerCredentials } from "./credentials.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const encoded = (text: string): string => Buffer.from(text).toString("base64");
const password = (username: string, secret: string) => ({ kind: "password", username, password: secret });

async function home(config: unknown): Promise<NodeJS.ProcessEnv> {
  const at = join(folder, crypto.randomUUID());
  await mkdir(at);
  await writeFile(join(at, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  return { DOCKER_CONFIG: at, PATH: `${at}${delimiter}${process.env["PATH"]}` };
}

/** A helper with that name, next to the configuration. */
async function withHelper(config: unknown, name: string, script: string): Promise<NodeJS.ProcessEnv> {
  const env = await home(config);
  const file = join(env["DOCKER_CONFIG"] ?? "", `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return env;
}

describe("auths", () => {
  const auths = {
    "https://index.docker.io/v1/": { auth: encoded("hub:one:two") },
    "registry.example:5000": { username: "me", password: "plain" },
    "https://old.example/v1/": { auth: encoded("old:login\0\0") },
    "token.example": { auth: encoded("x:y"), identitytoken: "refresh" },
    "broken.example": { auth: "!!!" },
    "empty.example": {},
  };
  it.each([
    ["docker.io", password("hub", "one:two")],
    ["registry.example:5000", password("me", "plain")],
    ["old.example", password("old", "login")],
    ["token.example", { kind: "identity", token: "refresh" }],
    ["registry.example", undefined],
    ["broken.example", undefined],
    ["empty.example", undefined],
  ])("%s", async (host, credential) => {
    const found = await dockerCredentials(await home({ auths }))(host);
    expect(found.credential).toEqual(credential);
    expect(found.note).toMatch(credential === undefined ? /has no login for/ : /^as .*config.json says$/);
  });

  it.each<[string, unknown, RegExp]>([
    ["no JSON", "{ secret", /is not what docker login writes/],
    ["another shape", { auths: 1 }, /is not what docker login writes/],
  ])("reports that the file is %s without showing it", async (_name, config, note) => {
    const found = await dockerCredentials(await home(config))("docker.io");
    expect(found).toEqual({ note: expect.stringMatching(note) as string });
    expect(found.note).not.toMatch(/secret/);
  });

  it("works without a file, and finds one in the home folder", async () => {
    expect(await dockerCredentials({ DOCKER_CONFIG: join(folder, "none") })("docker.io")).toEqual({
      note: expect.stringMatching(/does not exist/) as string,
    });
    await mkdir(join(folder, ".docker"));
    await writeFile(join(folder, ".docker", "config.json"), JSON.stringify({ auths }));
    expect((await dockerCredentials({ HOME: folder })("docker.io")).credential).toEqual(password("hub", "one:two"));
  });
});

describe.skipIf(process.platform === "win32")("helpers", () => {
  const answer = `read server; printf '{"ServerURL":"%s","Username":"%s","Secret":"from-helper"}' "$server" "$server"`;

  it("asks the host's helper, then the store, with Docker's server name", async () => {
    const env = await withHelper({ credsStore: "none-such", credHelpers: { "one.example": "test" } }, "test", answer);
    const find = dockerCredentials(env);
    expect(await find("one.example")).toEqual({
      credential: password("one.example", "from-helper"),
      note: "as docker-credential-test says",
    });
    expect(await find("two.example")).toEqual({ note: "docker-credential-none-such is not installed" });
    const store = dockerCredentials(await withHelper({ credsStore: "test" }, "test", answer));
    expect((await store("docker.io")).credential).toEqual(password("https://index.docker.io/v1/", "from-helper"));
  });

  it("treats the user <token> as an identity token", async () => {
    const env = await withHelper({ credsStore: "test" }, "test", `echo '{"Username":"<token>","Secret":"refresh"}'`);
    expect((await dockerCredentials(env)("a.example")).credential).toEqual({ kind: "identity", token: "refresh" });
  });

  it.each<[string, string, RegExp]>([
    ["finds nothing", "echo 'credentials not found in native keychain'; exit 1", /has no login for/],
    ["fails", "echo 'the keyring is locked'; exit 3", /^docker-credential-test failed: the keyring is locked$/],
    ["answers no JSON", "echo 'my-secret'", /is not JSON$/],
    ["answers something else", "echo '{}'", /has no Username and Secret/],
    ["does not answer", "exec sleep 20", /did not answer within 0.3 s/],
    ["never stops answering", "exec yes", /(answered with more than|did not answer within)/],
    ["does not read its input", "exec 0<&-; exit 4", /failed$/],
  ])("continues if the helper %s", async (_name, script, note) => {
    const env = await withHelper({ credsStore: "test" }, "test", script);
    expect(await dockerCredentials(env, undefined, 300)("a.example")).toEqual({
      note: expect.stringMatching(note) as string,
    });
  });

  it("uses the file's login if the helper fails", async () => {
    const config = { credsStore: "none-such", auths: { "a.example": { auth: encoded("me:secret") } } };
    expect((await dockerCredentials(await home(config))("a.example")).credential).toEqual(password("me", "secret"));
  });

  it("starts nothing for a name that is a path or a command", async () => {
    for (const name of ["../../bin/sh", "x; touch run", "$(touch run)", "-x"]) {
      const env = await home({ credsStore: name });
      expect((await dockerCredentials(env)("a.example")).note).toMatch(/is not the name of a credential helper$/);
      await expect(readFile(join(env["DOCKER_CONFIG"] ?? "", "run"))).rejects.toThrow(/ENOENT/);
    }
  });
});
