// Engines that can't be had here, by what is documented of their API (test/fake-engine.ts).
import { describe, expect, test } from "vitest";
import { removeCacheMounts } from "../src/sources/engine/image-build/cache-mounts.ts";
import { connect } from "../src/sources/engine/client/connect.ts";
import { inspectContainer } from "../src/sources/engine/containers/inspect-container.ts";
import { inspectImage } from "../src/sources/engine/images/images.ts";
import type { EngineSession } from "../src/sources/engine/types.ts";
import { cli } from "./cli/run-cli.ts";
import { containerId, fakeEngine, type FakeApi } from "./fake-engine.ts";

const today: FakeApi = { least: "1.24", most: "1.45" };
const newer: readonly FakeApi[] = [
  { least: "1.44", most: "1.52" },
  { least: "1.40", most: "1.56" },
  { least: "1.50", most: "1.60" },
  { least: "1.56", most: "1.60", containerdStore: true },
];

async function report(api: FakeApi, ...args: readonly string[]) {
  await using engine = await fakeEngine(api);
  const { code, stdout, stderr } = await cli([...args, "--format", "json"], { env: { DOCKER_HOST: engine.host } });
  return { code, stderr, report: JSON.parse(stdout === "" ? "{}" : stdout) as Record<string, unknown> };
}

describe("an engine of 1.52 and later leaves fields out", () => {
  test("and images and containers are reported as by one of 1.45", async () => {
    for (const name of ["daemon:app:1", "container:web"]) {
      const old = await report(today, "inspect", name);
      expect(old).toMatchObject({ code: 0, report: { image: { config: { cmd: ["/srv/app"], entrypoint: [] } } } });
      for (const api of newer) expect((await report(api, "inspect", name)).report, api.most).toEqual(old.report);
    }
  }, 60_000);

  test("which are read through both forms", async () => {
    const read = async (api: FakeApi) => {
      await using engine = await fakeEngine(api);
      const connected = await connect({ host: engine.host });
      const { imageId: _, ...container } = await inspectContainer(connected, containerId);
      const { id: _id, ...image } = (await inspectImage(connected, "app:1")) ?? { id: "" };
      await removeCacheMounts({ engine: connected, id: "hp-0123456789ab" } as EngineSession);
      const pruned = engine.asked.filter((one) => one.includes("/build/prune"));
      return {
        container,
        image,
        pruned: pruned.map((one) => new URL(one.slice(5), "http://x").searchParams.get("filters")),
      };
    };
    const old = await read(today);
    expect(old.pruned).toEqual(['{"id":["m1"]}']);
    for (const api of newer) expect(await read(api), api.most).toEqual(old);
  });
});

test("an engine that takes no version of ours is told in one message, and asked nothing more", async () => {
  await using engine = await fakeEngine({ least: "1.57", most: "1.60" });
  const { code, stderr } = await cli(["inspect", "daemon:app:1"], { env: { DOCKER_HOST: engine.host } });
  expect(code).toBe(2);
  expect(stderr).toContain("speaks API 1.57 to 1.60; hullproof speaks 1.40 to 1.56.");
  expect(stderr).not.toMatch(/400|refused|too old/u);
  expect(engine.asked).toEqual(["GET /_ping", "GET /version"]);
});

test("Docker before 23.0 has BuildKit though it does not name it as its builder; what is no Docker has none", async () => {
  const asked = async (component: string, builder?: string) => {
    await using engine = await fakeEngine({ least: "1.12", most: "1.41", component, ...(builder && { builder }) });
    return (await connect({ host: engine.host })).info.buildKit;
  };
  expect([await asked("Engine"), await asked("Podman Engine")]).toEqual([true, false]);
  // Podman 5.6 and newer name the older builder's number; whatever says 2 has it.
  expect([await asked("Podman Engine", "1"), await asked("Other Engine", "2")]).toEqual([false, true]);
});
