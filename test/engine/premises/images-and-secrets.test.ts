import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import latestImage from "../../../src/rules/base-image/latest-image.ts";
import inEnvFlag from "../../../src/rules/secrets/in-env-flag.ts";
import { tinyImage } from "../../images/tiny.ts";
import { docker, label, shows, started } from "./premise.ts";

shows(latestImage, async () => {
  const name = `hullproof-test/premise-${randomBytes(4).toString("hex")}`;
  await using container = await started(["--network=none"], "sleep 60");
  const version = async (image: string) =>
    (await docker("run", "--rm", "--label", label, "--network=none", image, "sh", "-c", "echo $VERSION")).said.trim();
  try {
    const commit = async (value: string) =>
      (await docker("commit", "--change", `ENV VERSION=${value}`, container.id, `${name}:latest`)).said.trim();
    const first = await commit("1");
    expect(await version(name)).toBe("1");
    await commit("2");
    expect(await version(name)).toBe("2");
    expect(await version(first)).toBe("1");
    await docker("rmi", first);
  } finally {
    await docker("rmi", `${name}:latest`);
  }
  expect((await docker("image", "inspect", tinyImage)).code).toBe(0);
});

shows(inEnvFlag, async () => {
  await using container = await started(["--network=none", "--env", "DB_PASSWORD=tr0ub4dor"], "sleep 60");
  expect((await docker("inspect", container.id)).said).toContain("DB_PASSWORD=tr0ub4dor");
  expect((await docker("exec", container.id, "cat", "/proc/1/environ")).said).toContain("DB_PASSWORD=tr0ub4dor");
});
