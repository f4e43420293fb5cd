import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseEndpoint, resolveEndpoint } from "./endpoint.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "endpoint-"));
});
afterEach(() => rm(home, { recursive: true }));

async function context(name: string, meta: unknown): Promise<string> {
  const digest = createHash("sha256").update(name).digest("hex");
  await mkdir(join(home, ".docker/contexts/meta", digest), { recursive: true });
  await writeFile(join(home, ".docker/contexts/meta", digest, "meta.json"), JSON.stringify(meta));
  return digest;
}

test.each([
  ["unix:///run/user/1000/docker.sock", { socketPath: "/run/user/1000/docker.sock" }],
  ["tcp://10.0.0.2:2376", { host: "10.0.0.2", port: 2376 }],
  ["tcp://box", { host: "box", port: 2375 }],
  ["tcp://box:80", { host: "box", port: 80 }],
  ["tcp://[::1]:99", { host: "::1", port: 99 }],
  ["127.0.0.1:4000", { host: "127.0.0.1", port: 4000 }],
])("accepts %s", (text, address) => {
  expect(parseEndpoint(text).address).toEqual(address);
});

test.each([
  "ssh://me@box",
  "https://box:2376",
  "npipe:////./pipe/docker_engine",
  "unix://relative",
  "tcp://",
  "tcp://a b",
  "tcp://box/path",
])("rejects %s with a hint", (text) => {
  expect(() => parseEndpoint(text)).toThrow(
    expect.objectContaining({ code: "engine-unreachable", hint: expect.stringMatching(/unix:\/\//) }),
  );
});

test.each([
  ["ssh://me@box", "/var/run/docker.sock ssh://me@box &"],
  ["ssh://box", "/var/run/docker.sock ssh://box &"],
  ["ssh://box/", "/var/run/docker.sock ssh://box &"],
  ["SSH://me@box:2222", "/var/run/docker.sock ssh://me@box:2222 &"],
  ["ssh://me@[::1]:22", "/var/run/docker.sock ssh://me@[::1]:22 &"],
  [
    "ssh://core@127.0.0.1:53685/run/user/501/podman/podman.sock",
    "/run/user/501/podman/podman.sock ssh://core@127.0.0.1:53685 &",
  ],
  // Printed commands must not contain shell syntax.
  ["ssh://me@box;id", "/var/run/docker.sock ssh://USER@HOST &"],
  ["ssh://$(id)", "/var/run/docker.sock ssh://USER@HOST &"],
  ["ssh://box/run/a b.sock", "/var/run/docker.sock ssh://USER@HOST &"],
  ["ssh://box/run/`id`", "/var/run/docker.sock ssh://USER@HOST &"],
  ["ssh://", "/var/run/docker.sock ssh://USER@HOST &"],
])("rejects %s with the command that forwards its socket", (text, command) => {
  expect(() => parseEndpoint(text)).toThrow(
    expect.objectContaining({
      code: "engine-unreachable",
      message: expect.stringContaining("goes over ssh"),
      hint: expect.stringContaining(
        `ssh -nNT -L /tmp/engine.sock:${command} export DOCKER_HOST=unix:///tmp/engine.sock`,
      ),
    }),
  );
});

test("defaults to the default socket", async () => {
  expect((await resolveEndpoint(undefined, { HOME: home })).text).toBe("unix:///var/run/docker.sock");
});

test("finds Podman's socket without a Docker Engine, and respects CONTAINER_HOST", async () => {
  const socket = join(home, "podman.sock");
  await writeFile(socket, "");
  const missing = join(home, "docker.sock");
  expect((await resolveEndpoint(undefined, { HOME: home }, undefined, [missing, socket])).text).toBe(
    `unix://${socket}`,
  );
  const env = { HOME: home, CONTAINER_HOST: "unix:///run/other/podman.sock" };
  expect((await resolveEndpoint(undefined, env, undefined, [missing, socket])).text).toBe(
    "unix:///run/other/podman.sock",
  );
  const both = { ...env, DOCKER_HOST: "tcp://box" };
  expect((await resolveEndpoint(undefined, both, undefined, [socket])).text).toBe("tcp://box:2375");
  // The message if no engine is found.
  expect((await resolveEndpoint(undefined, { HOME: home }, undefined, [missing])).text).toBe(
    "unix:///var/run/docker.sock",
  );
});

test("prefers DOCKER_HOST to contexts, and the current context to the default", async () => {
  await context("lab", { Name: "lab", Endpoints: { docker: { Host: "unix:///lab.sock" } } });
  await writeFile(join(home, ".docker/config.json"), JSON.stringify({ currentContext: "lab" }));
  expect((await resolveEndpoint(undefined, { HOME: home })).text).toBe("unix:///lab.sock");
  expect((await resolveEndpoint(undefined, { HOME: home, DOCKER_CONTEXT: "default" })).text).toBe(
    "unix:///var/run/docker.sock",
  );
  expect((await resolveEndpoint(undefined, { HOME: home, DOCKER_HOST: "unix:///env.sock" })).text).toBe(
    "unix:///env.sock",
  );
  expect((await resolveEndpoint("unix:///asked.sock", { HOME: home, DOCKER_HOST: "unix:///env.sock" })).text).toBe(
    "unix:///asked.sock",
  );
});

test("fails once for a missing context, a broken configuration and TLS", async () => {
  await expect(resolveEndpoint(undefined, { HOME: home, DOCKER_CONTEXT: "nope" })).rejects.toMatchObject({
    code: "engine-unreachable",
    message: expect.stringContaining('"nope"'),
  });
  const digest = await context("tls", { Endpoints: { docker: { Host: "tcp://box:2376" } } });
  await mkdir(join(home, ".docker/contexts/tls", digest, "docker"), { recursive: true });
  await expect(resolveEndpoint(undefined, { HOME: home, DOCKER_CONTEXT: "tls" })).rejects.toMatchObject({
    message: expect.stringContaining("TLS"),
  });
  await expect(
    resolveEndpoint(undefined, { DOCKER_HOST: "tcp://box:2376", DOCKER_TLS_VERIFY: "1" }),
  ).rejects.toMatchObject({
    message: expect.stringContaining("TLS"),
  });
  await writeFile(join(home, ".docker/config.json"), "{");
  await expect(resolveEndpoint(undefined, { HOME: home })).rejects.toMatchObject({
    message: expect.stringContaining("not valid JSON"),
  });
});
