// An engine with mounts of its own, as one in another root or in a container has them: the paths that it and the kernel name are not ours.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inodePaths } from "../../src/proof/observe/files/root-files.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { isInLower } from "../../src/sources/engine/images/overlay-layers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { engineApart, noNetwork } from "./engine-apart.ts";
import { forever } from "./fixture.ts";

const asRoot = process.platform === "linux" && process.getuid?.() === 0;

test.each([
  ["overlay2", false],
  ["the containerd image store", true],
])("with %s, files of a container are found through the engine's root", async (_, containerdStore) => {
  await using apart = asRoot
    ? await engineApart({ ...noNetwork, features: { "containerd-snapshotter": containerdStore } })
    : undefined;
  if (apart === undefined) return;
  const { engine } = apart;
  await ensureTinyImage(engine);
  await using session = await openEngineSession(engine);
  const command = ["sh", "-c", `echo written > /tmp/own; ${forever[2]}`];
  await using container = await createContainer(session, { image: tinyImage, command, network: "none" }, permit);
  await container.start();
  const { overlay } = container;
  if (overlay === undefined) throw new Error("no overlay");
  expect(overlay.upper).toMatch(/^\/proc\/\d+\/root\//);
  expect(existsSync(overlay.upper.replace(/^\/proc\/\d+\/root/, ""))).toBe(false);
  await expect.poll(() => readFile(join(overlay.upper, "tmp/own"), "utf8").catch(() => "")).toBe("written\n");
  expect(["/bin/busybox", "/tmp/own"].map((path) => isInLower(overlay, path))).toEqual([true, false]);
  const { pid } = await container.state();
  const pathsOf = async (of: number) => [
    ...((await inodePaths(of, overlay, ["/proc", "/sys", "/dev"])) ?? new Map()).values(),
  ];
  const paths = await pathsOf(pid);
  expect(paths).toEqual(expect.arrayContaining(["/bin/busybox", "/tmp/own"]));
  // It is still there once the container has stopped, when no process of it is left.
  await container.stop(1_000);
  expect(await readdir(join(container.overlay?.upper ?? "", "tmp"))).toEqual(["own"]);
  const ofImage = (all: readonly string[]) => all.filter((path) => !path.startsWith("/etc/")).toSorted();
  for (const each of [0, pid]) expect(ofImage(await pathsOf(each))).toEqual(ofImage(paths));
});
