import { expect, test } from "vitest";
import { engineMounts, outside } from "./writes.ts";
import { isWithin } from "../../../text/is-within.ts";

const paths = (mounts: readonly string[], ...writes: string[]) =>
  outside(
    mounts,
    writes.map((path) => ({ path })),
  ).map(({ path }) => path);

test("a path is within a folder, not beside it", () => {
  expect(isWithin("/data", "/data")).toBe(true);
  expect(isWithin("/data/x", "/data")).toBe(true);
  expect(isWithin("/database", "/data")).toBe(false);
  expect(isWithin("/x", "/")).toBe(true);
});

test("mounts are left out, and what was only touched to mount them", () => {
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

test("a directory on the way stays when something else in it was written", () => {
  expect(paths(["/etc/hosts"], "/etc", "/etc/app.conf", "/etc/hosts")).toEqual(["/etc", "/etc/app.conf"]);
});

test("neither the engine's init process nor its folder counts as a write of the container", () => {
  expect(paths(engineMounts, "/sbin", "/sbin/docker-init", "/run", "/run/podman-init")).toEqual([]);
  expect(paths(engineMounts, "/sbin", "/sbin/docker-init", "/sbin/own")).toEqual(["/sbin", "/sbin/own"]);
});
