import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextReader } from "./read-context.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const key = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nMIIE\n-----END ${kind}PRIVATE KEY-----\n`;

it("lists files and links by path, with sizes, without following links", async () => {
  await write({ "b/two": "22", a: "1", "b/c/three": "333" });
  await symlink("/etc", join(folder, "link"));
  const { files, folder: shown } = contextReader(folder)(folder, join(folder, "Dockerfile"));
  expect(shown).toBe(".");
  expect(files).toEqual([
    { path: "a", bytes: 1 },
    { path: "b/c/three", bytes: 3 },
    { path: "b/two", bytes: 2 },
    { path: "link", bytes: 0 },
  ]);
});

it("prefers NAME.dockerignore of the Dockerfile", async () => {
  await write({ ".dockerignore": "common", "x/Dockerfile.dockerignore": "own" });
  const read = contextReader(folder);
  expect(read(folder, join(folder, "x/Dockerfile")).ignoreFile).toEqual({
    path: "x/Dockerfile.dockerignore",
    text: "own",
  });
  expect(read(folder, join(folder, "Dockerfile")).ignoreFile).toEqual({ path: ".dockerignore", text: "common" });
  expect(read(folder, join(folder, "Dockerfile"))).toBe(read(folder, join(folder, "Other")));
});

it("reports why a folder could not be read", () => {
  const missing = join(folder, "missing");
  expect(contextReader(folder)(missing, join(missing, "Dockerfile"))).toMatchObject({
    files: [],
    unread: expect.stringContaining("cannot be read"),
  });
});

it.each([
  ["id_ed25519", key("OPENSSH "), "a private key"],
  ["conf/tls.key", key(""), "a private key"],
  [".env", "PORT=80\nAPI_TOKEN=a8f2k29dk20\n", "a file of secrets in the environment"],
  [".npmrc", "//registry.example/:_authToken=npm_a8f2k29\n", "a token of a package registry"],
  [".aws/credentials", "[default]\naws_secret_access_key = abc\n", "the keys of a cloud account"],
  [".docker/config.json", '{"auths":{"r":{"auth":"dTpw"}}}', "the login of a container registry"],
  ["service-account.json", '{"private_key": "-----BEGIN PRIVATE KEY-----"}', "the key of a service account"],
])("%s is a secret", async (name, text, what) => {
  await write({ [name]: text });
  expect(contextReader(folder)(folder, "Dockerfile").files[0]?.secret).toBe(what);
});

it.each([
  ["tls.pem", "-----BEGIN CERTIFICATE-----\n"],
  [".env", "PORT=80\nAPI_TOKEN=\nDB_PASSWORD=changeme\nKEY_SECRET=${FROM_OUTSIDE}\n"],
  [".env.example", "API_TOKEN=a8f2k29dk20\n"],
  [".npmrc", "//registry.example/:_authToken=${NPM_TOKEN}\n"],
  ["credentials", "aws_secret_access_key = abc\n"],
  ["id_rsa.pub", "ssh-ed25519 AAAA\n"],
])("%s is not a secret without one", async (name, text) => {
  await write({ [name]: text });
  expect(contextReader(folder)(folder, "Dockerfile").files[0]?.secret).toBeUndefined();
});

const block = (label: string): string => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;
it.each([
  ["vendor.key", block("PGP PUBLIC KEY BLOCK")],
  ["a.pem", block("PUBLIC KEY")],
  ["a.key", block("RSA PUBLIC KEY")],
  ["a.pem", `Subject: CN=a\n${block("CERTIFICATE")}${block("CERTIFICATE")}`],
  ["a.pem", block("TRUSTED CERTIFICATE")],
  ["a.pem", block("X509 CRL")],
  ["a.key", block("NEW CERTIFICATE REQUEST")],
  ["params.pem", block("DH PARAMETERS")],
  ["params.pem", block("X9.42 DH PARAMETERS")],
  ["id_rsa", "ssh-ed25519 AAAAC3Nz a@b\n"],
  [".npmrc", "registry=https://registry.example/\nignore-scripts=true\n"],
  [".yarnrc.yml", "nodeLinker: node-modules\n"],
  [".env", "PORT=8080\nLOG_LEVEL=info\n"],
])("%s is public by its content %j", async (name, text) => {
  await write({ [name]: text });
  expect(contextReader(folder)(folder, "Dockerfile").files[0]?.isPublic).toBe(true);
});

it.each([
  ["a.key", key("")],
  ["a.pem", `${block("CERTIFICATE")}${key("RSA ")}`],
  ["a.pem", `${block("EC PARAMETERS")}${key("EC ")}`],
  ["vendor.key", block("PGP PRIVATE KEY BLOCK")],
  ["a.key", block("ENCRYPTED PRIVATE KEY")],
  ["a.key", "c2VjcmV0\n"],
  ["a.key", ""],
  [".npmrc", "//registry.example/:_authToken=abc\n"],
  [".npmrc", "registry=https://user:word@registry.example/\n"],
  [".env", "DB_PASSWORD=x7Kq2mZ9vT\n"],
  [".env", ""],
  [".npmrc", `registry=a\n${"# \n".repeat(30_000)}//registry.example/:_authToken=abc\n`],
])("%s is not public: %j", async (name, text) => {
  await write({ [name]: text });
  expect(contextReader(folder)(folder, "Dockerfile").files[0]?.isPublic).toBeUndefined();
});

it.each([
  ["package.json", '{"dependencies":{"a":"1"}}', true],
  ["web/package.json", '{"devDependencies":{}}', true],
  ["package.json", '{"devDependencies":{"a":"1"}}', undefined],
  ["package.json", '{"workspaces":["a"]}', undefined],
  ["package.json", '{"devDependencies":["a"]}', undefined],
  ["package.json", "[]", undefined],
  ["package.json", '{"name":', undefined],
  ["package.json", "", undefined],
  ["node_modules/a/package.json", "{}", undefined],
  ["package-lock.json", "{}", undefined],
])("%s needs no development package in %j: %s", async (name, text, none) => {
  await write({ [name]: text });
  expect(contextReader(folder)(folder, "Dockerfile").files[0]?.hasNoDevDependencies).toBe(none);
});

describe("an unreadable ignore file", () => {
  it.each([
    ["a link to a device", "/dev/zero", /leads out/],
    ["a link out of the folder", "../outside", /leads out/],
    ["a link that leads nowhere", "nothing", /leads nowhere/],
    ["a link to itself", ".dockerignore", /never end/],
  ])("rejects %s, which leaves the copied files unknown", async (_, target, why) => {
    await symlink(target, join(folder, ".dockerignore"));
    const read = contextReader(folder)(folder, join(folder, "Dockerfile"));
    expect(read.ignoreFile).toBeUndefined();
    expect(read.unread).toMatch(/^\.dockerignore is not read: /);
    expect(read.unread).toMatch(why);
  });

  it("does not read a FIFO, a folder or a large file, under either name", async () => {
    const own = join(folder, "Dockerfile.dockerignore");
    const read = () => contextReader(folder)(folder, join(folder, "Dockerfile")).unread;
    execFileSync("mkfifo", [own]);
    expect(read()).toMatch(/Dockerfile\.dockerignore is not read: it is a FIFO/);
    await rm(own);
    await mkdir(own);
    expect(read()).toMatch(/it is a folder/);
    await rm(own, { recursive: true });
    await writeFile(own, "x\n".repeat(2_200_000));
    expect(read()).toMatch(/more than the 4 MiB/);
  });

  it("follows a link inside the folder", async () => {
    await writeFile(join(folder, "ignored"), "secret\n");
    await symlink("ignored", join(folder, ".dockerignore"));
    expect(contextReader(folder)(folder, join(folder, "Dockerfile")).ignoreFile?.text).toBe("secret\n");
  });
});
