import { expect, test } from "vitest";
import { engineMounts, outside } from "./writes.ts";
import { isWithin } from "../../../text/is-within.ts";

const paths = (mounts: readonly string[], ...writes: string[]) =>
  outside(
    mounts,
    writes.map((path) => ({ path })),
  ).map(({ path }) => path);

test("matches a path in a folder, not next to it", () => {
  expect(isWithin("/data", "/data")).toBe(true);
  expect(isWithin("/data/x", "/data")).toBe(true);
  expect(isWithin("/database", "/data")).toBe(false);
  expect(isWithin("/x", "/")).toBe(true);
});

test("excludes mounts and directories that only contain mount points", () => {
  expect(
    paths(
      ["/var/lib/app", "/etc/hosts"],
      "/etc",
      "/etc/hosts",
      "/tmp",
      "/var",
      "/var/lib",
      "/var/lib/app",
      "/var/lib/app/x",
    ),
  ).toEqual(["/tmp"]);
});

test("keeps a parent directory if another file in it was written", () => {
  expect(paths(["/etc/hosts"], "/etc", "/etc/app.conf", "/etc/hosts")).toEqual(["/etc", "/etc/app.conf"]);
});

test("excludes the engine's init process and its folder", () => {
  expect(paths(engineMounts, "/sbin", "/sbin/docker-init", "/run", "/run/podman-init")).toEqual([]);
  expect(paths(engineMounts, "/sbin", "/sbin/docker-init", "/sbin/own")).toEqual(["/sbin", "/sbin/own"]);
});
