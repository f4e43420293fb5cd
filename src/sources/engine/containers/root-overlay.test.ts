import { expect, test } from "vitest";
import { rootOverlay } from "./root-overlay.ts";

const mount = (options: string, at = "/") => `60 103 0:42 / ${at} rw,relatime - overlay overlay rw,${options}`;

test("reads absolute paths with the kernel's escapes", () => {
  const table = [
    mount(String.raw`lowerdir=/a/X:/a/with\134:colon:/a/b\040c,upperdir=/a/up\040per\054/diff,workdir=/a/work`),
    mount("lowerdir=/b,upperdir=/b/up,workdir=/b/work", "/data"),
  ];
  expect(rootOverlay(table.join("\n"))).toEqual({
    upper: "/a/up per,/diff",
    lower: ["/a/X", "/a/with:colon", "/a/b c"],
  });
  expect(rootOverlay(table.toReversed().join("\n"))?.upper).toBe("/a/up per,/diff");
});

test("resolves containerd's layers relative to their common folder", () => {
  const snapshots = "/var/lib/docker/containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots";
  const options = `lowerdir=33/fs:7/fs:2/fs,upperdir=${snapshots}/34/fs,workdir=${snapshots}/34/work`;
  expect(rootOverlay(mount(options))).toEqual({
    upper: `${snapshots}/34/fs`,
    lower: ["33", "7", "2"].map((name) => `${snapshots}/${name}/fs`),
  });
});

test("resolves overlay2's relative upper directory with the engine's full path", () => {
  const table = mount("lowerdir=l/AAA:l/BBB,upperdir=4f4f/diff,workdir=4f4f/work");
  expect(rootOverlay(table, "/var/lib/docker/overlay2/4f4f/diff")).toEqual({
    upper: "/var/lib/docker/overlay2/4f4f/diff",
    lower: ["/var/lib/docker/overlay2/l/AAA", "/var/lib/docker/overlay2/l/BBB"],
  });
  expect(rootOverlay(table)).toBeUndefined();
  expect(rootOverlay(table, "/var/lib/docker/overlay2/5050/diff")).toBeUndefined();
});

test("reads layers that were added one by one, and those without names", () => {
  expect(rootOverlay(mount("lowerdir+=/a/1,lowerdir+=/a/2,datadir+=/a/d,upperdir=/a/up,workdir=/a/w"))?.lower).toEqual([
    "/a/1",
    "/a/2",
  ]);
  expect(rootOverlay(mount("lowerdir=/a/1::/a/data,upperdir=/a/up,workdir=/a/w"))?.lower).toEqual(["/a/1"]);
});

test("returns nothing for a root without overlay or without upper directory", () => {
  for (const table of ["", "60 1 254:0 / / rw - ext4 /dev/vda rw", mount("lowerdir=/a:/b")])
    expect(rootOverlay(table, "/x/diff")).toBeUndefined();
});
