import { expect, test } from "vitest";
import type { EngineSession } from "../types.ts";
import type { Mount } from "../../../domain/container/create-request.ts";
import { createBody } from "./create-body.ts";

const session = {
  labels: {},
  safety: { memoryBytes: 2 ** 30, tasks: 100, logBytes: 1024 },
} as unknown as EngineSession;
const options = (more: object) => createBody(session, { image: "a:1", ...more }, []).HostConfig.SecurityOpt;

test("requests no-new-privileges in the form without an engine warning", () => {
  // `NAME:VALUE` is deprecated since Docker 1.11, and engines warn about it.
  expect(options({ noNewPrivileges: true })).toEqual(["no-new-privileges"]);
  expect(options({ noNewPrivileges: true, seccomp: "{}" })).toEqual(["no-new-privileges", "seccomp={}"]);
  expect(options({})).toEqual([]);
});

test("labels own mounts for SELinux, but no foreign ones and no path with a colon", () => {
  const file = { type: "bind", source: "/tmp/hp/file-1", path: "/etc/app.conf", relabel: true } as const;
  const mounted = (...mounts: readonly Mount[]) => {
    const { Binds, Mounts } = createBody(session, { image: "a:1", mounts }, []).HostConfig;
    return [Binds, Mounts.map((mount) => mount.Target)];
  };
  expect(mounted(file)).toEqual([["/tmp/hp/file-1:/etc/app.conf:rw,z"], []]);
  expect(mounted({ ...file, readOnly: true })).toEqual([["/tmp/hp/file-1:/etc/app.conf:ro,z"], []]);
  const { relabel: _, ...plain } = file;
  expect(mounted(plain)).toEqual([undefined, ["/etc/app.conf"]]);
  expect(mounted({ ...file, path: "/etc/a:b" })).toEqual([undefined, ["/etc/a:b"]]);
  expect(mounted({ ...file, type: "volume" })).toEqual([undefined, ["/etc/app.conf"]]);
});

test("combines a tmpfs volume with a labeled file", () => {
  const tmpfs = { source: "t-0", path: "/data", options: "", flags: "rw,nocopy" };
  const file = { type: "bind", source: "/f", path: "/g", relabel: true } as const;
  expect(createBody(session, { image: "a:1", mounts: [file] }, [], [tmpfs]).HostConfig.Binds).toEqual([
    "t-0:/data:rw,nocopy",
    "/f:/g:rw,z",
  ]);
});

test("omits CPUs that the engine cannot enforce", () => {
  const on = (withoutLimits: readonly string[]) =>
    createBody(
      { ...session, engine: { info: { withoutLimits } } } as unknown as EngineSession,
      { image: "a:1", cpus: 0.5 },
      [],
    ).HostConfig;
  expect(on([])).toMatchObject({ NanoCpus: 500_000_000 });
  expect("NanoCpus" in on(["CPU quota"])).toBe(false);
});
