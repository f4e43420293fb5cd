import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../../../context.ts";
import { composeTarget } from "./compose-target.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function targetOf(target: string, names: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const text = "services:\n  web:\n    image: a\n";
  for (const [name, own] of [...names.map((one) => [one, text] as const), ...Object.entries(more)]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), own);
  }
  const found = await composeTarget(target, { cwd: folder, today: "2026-11-28" } as unknown as Context);
  return found.kind === "dockerfile" ? found.notes : [found.path, ...(found.layers ?? [])];
}

it.each([
  ["compose.yaml", ["compose.yaml"], ["compose.yaml"]],
  ["compose.yaml", ["compose.yaml", "compose.override.yaml"], ["compose.yaml", "compose.override.yaml"]],
  ["stack.yml", ["stack.yml"], ["stack.yml"]],
  [".", ["docker-compose.yml", "docker-compose.override.yml"], ["docker-compose.yml", "docker-compose.override.yml"]],
  ["app", ["app/compose.yaml"], ["app/compose.yaml"]],
] as const)("resolves %s with %j to the project of %j", async (target, names, files) => {
  expect(await targetOf(target, names)).toEqual(files);
});

it("is none for a folder with a Dockerfile, an empty one and a missing one", async () => {
  expect(await targetOf("own", [], { "own/Dockerfile": "FROM a\n" })).toEqual([]);
  expect(await targetOf("other", [], { "other/read.me": "" })).toEqual([]);
  expect(await targetOf("nowhere", [])).toEqual([]);
});

it.each([
  ["notes both in a folder", ".", "Dockerfile", "compose.yaml"],
  ["notes both under another name", ".", "Containerfile", "compose.yaml"],
  ["quotes the name of a subfolder for a shell", "my app", "my app/Dockerfile", "'my app/compose.yaml'"],
])("%s", async (_, target, dockerfile, shown) => {
  const compose = target === "." ? "compose.yaml" : `${target}/compose.yaml`;
  const [note, ...more] = await targetOf(target, [compose], { [dockerfile]: "FROM a\n" });
  expect(note).toBe(
    `${compose} was left alone: ${dockerfile.split("/").at(-1)} is hardened; to harden its services: hullproof harden ${shown}`,
  );
  expect(more).toEqual([]);
});

it("is none for a folder whose hullproof.yaml names its Dockerfile", async () => {
  const more = {
    "hullproof.yaml": "build: { dockerfile: build/App.Dockerfile }\n",
    "build/App.Dockerfile": "FROM a\n",
  };
  expect(await targetOf(".", ["compose.yaml"], more)).toMatchObject([
    expect.stringContaining("build/App.Dockerfile is hardened"),
  ]);
});

it("refuses a manifest with a hint: no Kubernetes object is started", async () => {
  const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n";
  await expect(targetOf("web.yaml", [], { "web.yaml": pod })).rejects.toMatchObject({
    hint: expect.stringContaining("--to kubernetes-patch"),
  });
});

it("takes a Dockerfile for its folder's, whatever else is there", async () => {
  const found = await Promise.all(
    ["web/App.Dockerfile", "web/Dockerfile"].map(async (path) => {
      await targetOf(path, ["web/compose.yaml"], { [path]: "FROM a\n" });
      return composeTarget(path, { cwd: folder, today: "2026-11-28" } as unknown as Context);
    }),
  );
  expect(found).toEqual([
    { kind: "dockerfile", folder: "web", path: "web/App.Dockerfile", notes: [] },
    { kind: "dockerfile", folder: "web", path: "web/Dockerfile", notes: [] },
  ]);
});

it("refuses another file by name", async () => {
  await expect(targetOf("run.sh", [], { "run.sh": "docker run a\n" })).rejects.toThrow(
    "run.sh is neither a folder, a Dockerfile nor a Compose file",
  );
});
