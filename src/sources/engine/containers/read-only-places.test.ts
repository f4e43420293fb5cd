import { expect, test } from "vitest";
import { asVolumes } from "./adapt-spec.ts";
import { readOnlyOnPodman, withReadOnlyPlaces } from "./read-only-places.ts";

const [image, ro] = ["i", "ro,nosuid,nodev"];

test("replaces Podman's writable tmpfs by a read-only one", () => {
  expect(withReadOnlyPlaces({ image, readOnlyRootfs: true }, []).tmpfs).toEqual({
    "/run": ro,
    "/tmp": ro,
    "/var/tmp": ro,
  });
  const tmpfs = { "/tmp": "rw,size=1m", "/srv": "rw" };
  expect(withReadOnlyPlaces({ image, readOnlyRootfs: true, tmpfs }, []).tmpfs).toEqual({
    ...tmpfs,
    "/run": ro,
    "/var/tmp": ro,
  });
});

test.each([
  { mounts: [{ type: "volume", source: "v", path: "/run" }] },
  { mounts: [{ type: "bind", source: "/v", path: "/run/" }] },
  { volumes: [{ name: "v", path: "/run" }] },
  { prepared: [{ path: "/run", uid: 0, gid: 0, mode: "755" }] },
] as const)("what is mounted there stays: %j", (more) => {
  const { tmpfs } = withReadOnlyPlaces({ image, readOnlyRootfs: true, ...more }, []);
  expect(tmpfs).toEqual({ "/tmp": ro, "/var/tmp": ro });
});

test("keeps image volumes, and mounts below such a place", () => {
  const { tmpfs } = withReadOnlyPlaces({ image, readOnlyRootfs: true }, ["/tmp/", "/run/app", "/data"]);
  expect(tmpfs).toEqual({ "/run": ro, "/var/tmp": ro });
});

/** An engine that must not be called. */
const run = (name: string) => ({ engine: { info: { name } } }) as unknown as Parameters<typeof readOnlyOnPodman>[0];

test.each([
  ["Podman Engine", {}],
  ["Podman Engine", { readOnlyRootfs: false, tmpfs: { "/tmp": "rw" } }],
  ["Docker Engine", { readOnlyRootfs: true }],
])("changes nothing for %s: %j", async (name, more) => {
  const spec = { image, ...more };
  expect(await readOnlyOnPodman(run(name), spec)).toBe(spec);
});

test("keeps it a tmpfs when others become volumes", () => {
  const { tmpfs, volumes } = asVolumes({ "/run": ro, "/srv": "rw,uid=5,gid=5" }, "c");
  expect(tmpfs).toEqual({ "/run": ro });
  expect(volumes.map(({ path }) => path)).toEqual(["/srv"]);
});
