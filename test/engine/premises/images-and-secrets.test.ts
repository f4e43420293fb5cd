import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { expect } from "vitest";
import imageNoDigest from "../../../src/rules/base-image/image-no-digest.ts";
import latestImage from "../../../src/rules/base-image/latest-image.ts";
import tagDrift from "../../../src/rules/base-image/tag-drift.ts";
import connectionString from "../../../src/rules/secrets/connection-string.ts";
import inContainerCommand from "../../../src/rules/secrets/in-container-command.ts";
import inEnvFlag from "../../../src/rules/secrets/in-env-flag.ts";
import { docker, label, once, shows, started } from "./premise.ts";

/** Three rules ask the same: what a name starts after another image took its tag. */
const moved = once(async () => {
  const name = `hullproof-test/premise-${randomBytes(4).toString("hex")}`;
  await using container = await started(["--network=none"], "sleep 60");
  const version = async (image: string) =>
    (await docker("run", "--rm", "--label", label, "--network=none", image, "sh", "-c", "echo $VERSION")).said.trim();
  const commit = async (value: string, tag: string) =>
    (await docker("commit", "--change", `ENV VERSION=${value}`, container.id, `${name}:${tag}`)).said.trim();
  try {
    const first = await commit("1", "latest");
    await docker("tag", first, `${name}:1`);
    expect(await version(name)).toBe("1");
    await commit("2", "latest");
    await docker("tag", `${name}:latest`, `${name}:2`);
    expect(await version(name)).toBe("2");
    expect(await version(first)).toBe("1");
    expect(await version(`${name}:1`)).toBe("1");
  } finally {
    for (const tag of ["latest", "1", "2"]) await docker("rmi", `${name}:${tag}`);
  }
});

shows(latestImage, moved);
shows(imageNoDigest, moved);
shows(tagDrift, moved);

const inEnvironment = async (variable: string): Promise<void> => {
  await using container = await started(["--network=none", "--env", variable], "sleep 60");
  expect((await docker("inspect", container.id)).said).toContain(variable);
  expect((await docker("exec", container.id, "cat", "/proc/1/environ")).said).toContain(variable);
};

shows(inEnvFlag, async () => await inEnvironment("DB_PASSWORD=tr0ub4dor"));
shows(connectionString, async () => await inEnvironment("DATABASE_URL=postgres://app:tr0ub4dor@db/app"));

shows(inContainerCommand, async () => {
  await using container = await started(["--network=none"], "sleep 60; echo --requirepass tr0ub4dor");
  expect((await docker("inspect", container.id)).said).toContain("--requirepass tr0ub4dor");
  const pid = (await docker("inspect", "--format", "{{.State.Pid}}", container.id)).said.trim();
  expect((await stat(`/proc/${pid}/cmdline`)).mode & 0o004).toBe(0o004);
  expect(await readFile(`/proc/${pid}/cmdline`, "utf8")).toContain("--requirepass tr0ub4dor");
});
