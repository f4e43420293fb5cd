import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openRecords } from "../verbs/base/records.ts";
import type { Context } from "../context.ts";
import { imageKnown } from "./image-known.ts";

async function contextOf(): Promise<Context> {
  const dataFolder = await mkdtemp(join(tmpdir(), "hullproof-test-known-"));
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  return {
    cwd: dataFolder,
    today: "2026-11-28",
    dataFolder,
    advisoriesFolder: join(dataFolder, "none"),
  } as unknown as Context;
}

const build = (imageDigest: string, created: string, more: object = {}) => ({
  name: "python:3.13-slim",
  imageDigest,
  created,
  os: { id: "debian", versionId: "13", prettyName: "Debian GNU/Linux 13 (trixie)" },
  packages: [{ purl: "pkg:deb/debian/curl@1", name: "curl", version: "1", layer: 0, path: "/var/lib/dpkg/status" }],
  ...more,
});

it("reports the newest recorded build under any spelling of its name, with unknown parts", async () => {
  const context = await contextOf();
  const records = openRecords(join(context.dataFolder ?? "", "bases"));
  await records.with("python:3.13-slim", [
    build("sha256:a", "2026-01-01T00:00:00Z"),
    build("sha256:b", "2026-11-01T00:00:00Z", { user: "", sizeBytes: 41_000_000 }),
  ]);
  for (const name of ["python:3.13-slim", "docker.io/library/python:3.13-slim"])
    expect(await imageKnown(name, context)).toMatchObject({
      name: "python:3.13-slim",
      cycles: [{ title: "Python 3.13", until: "2029-10", ended: false }],
      build: {
        imageDigest: "sha256:b",
        user: "",
        sizeBytes: 41_000_000,
        packages: 1,
        vulnerabilities: { missing: expect.stringContaining("no advisories on this machine") },
      },
    });
  // A digest may name any other build.
  expect(await imageKnown(`python:3.13-slim@sha256:${"0".repeat(64)}`, context)).not.toHaveProperty("build");
});

it.each(["", "A B", "constructor:__proto__", "python:3.8-slim", "ghcr.io/x/y:1", `a${"/b".repeat(600)}`])(
  "%s: nothing is guessed",
  async (name) => {
    const known = await imageKnown(name, await contextOf());
    expect(known ?? {}).not.toHaveProperty("build");
  },
);

it("adds user and size to a build recorded by an earlier version", async () => {
  const context = await contextOf();
  const records = openRecords(join(context.dataFolder ?? "", "bases"));
  await records.with("python:3.13-slim", [build("sha256:a", "2026-01-01T00:00:00Z")]);
  await records.with("python:3.13-slim", [build("sha256:a", "2026-01-01T00:00:00Z", { user: "app", sizeBytes: 1 })]);
  expect(await imageKnown("python:3.13-slim", context)).toMatchObject({ build: { user: "app", sizeBytes: 1 } });
});
