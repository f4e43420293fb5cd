import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import { readComposeServices } from "../../sources/compose/read-services.ts";
import { serviceBuild } from "../../sources/compose/service-build.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Context } from "../context.ts";
import { buildServices } from "./build-services.ts";

let top: string;
let folder: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  folder = join(top, "repo");
  await mkdir(folder);
});
afterEach(() => rm(top, { recursive: true, force: true }));

/** Rejects every request to the engine. */
const session = {} as unknown as EngineSession;

async function built(build: string, files: Readonly<Record<string, string>> = {}, allowed: readonly string[] = []) {
  for (const [name, text] of Object.entries({ ...files, "compose.yaml": `services: { web: { build: ${build} } }\n` })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const request = { files: ["compose.yaml"], cwd: folder, profiles: [], envFiles: [], env: {} };
  const project = await readComposeServices(request, allowed);
  const context = { cwd: folder, progress: () => {}, consent: { allowed } } as unknown as Context;
  return buildServices(session, project, ["web"], emptyConfig, context);
}

describe("before an engine is contacted", () => {
  it.each([
    [
      "a Dockerfile that leads elsewhere",
      async () => symlink("../secret", join(folder, "Dockerfile")),
      ".",
      "build:../secret",
    ],
    ["a context that leads elsewhere", async () => symlink("..", join(folder, "up")), "up", "build:.."],
    ["a context above", async () => {}, "..", "build:.."],
    ["an absolute Dockerfile", async () => {}, "{ context: ., dockerfile: /etc/hostname }", "build:/etc/hostname"],
  ])("requires consent for %s by name, and does not read it before", async (_, make, build, name) => {
    await writeFile(join(top, "secret"), "FROM scratch\n");
    await make();
    await expect(built(build)).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining(name) as string,
    });
  });

  it("refuses a foreign front end, in a Dockerfile and inline in the Compose file", async () => {
    const text = "# syntax=example.org/front\nFROM scratch\n";
    const expected = {
      code: "not-allowed",
      message: expect.stringContaining("build:syntax=example.org/front") as string,
    };
    await expect(built(".", { Dockerfile: text })).rejects.toMatchObject(expected);
    await expect(built(`{ dockerfile_inline: ${JSON.stringify(text)} }`)).rejects.toMatchObject(expected);
    await expect(
      built("{ context: ., args: { BUILDKIT_SYNTAX: a } }", { Dockerfile: "FROM scratch\n" }),
    ).rejects.toMatchObject({
      code: "not-allowed",
    });
  });

  it.each([
    [".", "its image could not be built: .*Dockerfile"],
    ["{ context: ., dockerfile: none/Dockerfile }", "its image could not be built: .*none/Dockerfile"],
    [
      "{ context: ., privileged: true }",
      "its build asks for privileged, which hullproof does not do: docker compose build web",
    ],
    ["{ context: ., network: host, ssh: [default] }", "its build asks for (?:network, ssh|ssh, network), which"],
    ["{ context: ., additional_contexts: { a: docker-image://b } }", "its build asks for additional_contexts, which"],
    ["'https://example.org/shop.git'", "it is built from https://example.org/shop.git, which"],
    ["'git@example.org:shop.git'", "it is built from git@example.org:shop.git, which"],
  ])("does not build %s, and explains why", async (build, reason) => {
    const { images, failed } = await built(build, {}, [
      "build:privileged=true",
      "build:network=host",
      'build:ssh={"default":null}',
      "build:https://example.org/shop.git",
      "build:git@example.org:shop.git",
    ]);
    expect([...images]).toEqual([]);
    expect(failed.get("web")).toMatch(new RegExp(`^${reason}`));
  });
});

it.each([
  ["./web", { context: "/p/web", dockerfile: "/p/web/Dockerfile", args: {} }],
  [
    { context: "/abs", dockerfile: "a/b" },
    { context: "/abs", dockerfile: "/abs/a/b", args: {} },
  ],
  [{ dockerfile: "/etc/x" }, { context: "/p", dockerfile: "/etc/x", args: {} }],
  [{ dockerfile_inline: "FROM a" }, { context: "/p", inline: "FROM a", args: {} }],
  [
    { context: ".", target: "dev", args: ["A=b=c", "B"] },
    { context: "/p", dockerfile: "/p/Dockerfile", target: "dev", args: { A: "b=c" } },
  ],
  [
    { context: ".", target: "", args: { A: 1, B: null, C: true } },
    { context: "/p", dockerfile: "/p/Dockerfile", args: { A: "1", C: "true" } },
  ],
  [
    { context: ".", no_cache: true, labels: { a: "b" }, tags: ["x"], "x-a": 1, pull: true },
    { context: "/p", dockerfile: "/p/Dockerfile", args: {} },
  ],
])("builds %j", (build, expected) => {
  expect(serviceBuild({ build }, "/p")).toEqual(expected);
});
