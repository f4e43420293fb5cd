// An engine with mounts of its own, as one in another root or in a container has them: the paths that it and the kernel name are not ours.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { inodePaths } from "../../src/proof/observe/files/root-files.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { isInLower } from "../../src/sources/engine/images/overlay-layers.ts";
import { openRun } from "../../src/sources/engine/run/open-run.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { forever } from "./fixture.ts";

const asRoot = process.platform === "linux" && process.getuid?.() === 0;

/** Its storage lies where we see an empty folder. */
async function engineElsewhere(containerdStore: boolean): Promise<Engine | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  for (const name of ["data", "hidden"]) await mkdir(join(folder, name));
  const host = `unix://${join(folder, "sock")}`;
  const settings = {
    features: { "containerd-snapshotter": containerdStore },
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    hosts: [host],
    bridge: "none",
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "ip-masq": false,
  };
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  const script = `mount --bind ${folder}/hidden ${folder}/data && exec dockerd --config-file ${folder}/daemon.json`;
  const daemon = spawn("unshare", ["--net", "--mount", "sh", "-c", script], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => {
    daemon.once("error", () => resolve());
    daemon.once("exit", () => resolve());
  });
  onTestFinished(async () => {
    daemon.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  let over = false;
  void ended.then(() => (over = true));
  for (let attempt = 0; attempt < 100 && !over; attempt++) {
    const found = await connect({ host }).catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(300);
  }
  return undefined;
}

test.each([
  ["overlay2", false],
  ["the containerd image store", true],
])("with %s, files of a container are found through the engine's root", async (_, containerdStore) => {
  const engine = asRoot ? await engineElsewhere(containerdStore) : undefined;
  if (engine === undefined) return;
  await ensureTinyImage(engine);
  await using run = await openRun(engine);
  const command = ["sh", "-c", `echo written > /tmp/own; ${forever[2]}`];
  await using container = await createContainer(run, { image: tinyImage, command, network: "none" }, permit);
  await container.start();
  const { overlay } = container;
  if (overlay === undefined) throw new Error("no overlay");
  expect(overlay.upper).toMatch(/^\/proc\/\d+\/root\//);
  expect(existsSync(overlay.upper.replace(/^\/proc\/\d+\/root/, ""))).toBe(false);
  await expect.poll(() => readFile(join(overlay.upper, "tmp/own"), "utf8").catch(() => "")).toBe("written\n");
  expect(["/bin/busybox", "/tmp/own"].map((path) => isInLower(overlay, path))).toEqual([true, false]);
  const { pid } = await container.state();
  const paths = [...((await inodePaths(pid, overlay.upper, ["/proc", "/sys", "/dev"])) ?? new Map()).values()];
  expect(paths).toEqual(expect.arrayContaining(["/bin/busybox", "/tmp/own"]));
  // It is still there once the container has stopped, when no process of it is left.
  await container.stop(1_000);
  expect(await readdir(join(container.overlay?.upper ?? "", "tmp"))).toEqual(["own"]);
});
