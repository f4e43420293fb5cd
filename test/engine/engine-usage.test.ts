import { beforeAll, expect, test } from "vitest";
import { readUsage, resetMemoryPeak, sampleUsage } from "../../src/sources/engine/cgroups/cgroup.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever } from "./fixture.ts";
import { permit } from "../permits.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await connect();
});

test("memory, tasks and time of a real container", async ({ skip }) => {
  skip(!engine.info.sameKernel, "the engine's containers are not processes of this machine");
  await using session = await openEngineSession(engine);
  const container = await createContainer(
    session,
    { image: tinyImage, command: forever, network: "none", cpus: 0.2 },
    permit,
  );
  await container.start();
  const { pid } = await container.state();
  const sampler = sampleUsage(pid, 20);

  if (await sampler.resetMemoryPeak()) expect(readUsage(pid).memoryPeakBytes).toBeLessThan(20 * 2 ** 20);
  if (engine.info.cgroupVersion === 1) expect(resetMemoryPeak(pid)).toBe(true);
  // 24 MiB in the shell's own memory for a moment, four tasks at once, and busy enough to be throttled at 0.2 cpus.
  await container.exec([
    "sh",
    "-c",
    "x=$(head -c 25165824 /dev/zero | tr '\\0' x); for n in 1 2 3; do (sleep 1) & done; wait",
  ]);
  await container.stop(5000);
  const usage = await sampler.stop();

  expect(usage.memoryPeakBytes).toBeGreaterThan(24 * 2 ** 20);
  expect(usage.memoryRssBytes).toBeGreaterThan(24 * 2 ** 20);
  expect(usage.pidsPeak).toBeGreaterThanOrEqual(5);
  expect(usage.pidsSampledPeak).toBeGreaterThanOrEqual(5);
  expect(usage.cpuSeconds).toBeGreaterThan(0);
  expect(usage.throttledSeconds).toBeGreaterThan(0);
  expect(usage.wallSeconds).toBeGreaterThan(1);
  expect(readUsage(pid)).toEqual({});
});
