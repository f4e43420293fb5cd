import { expect, test } from "vitest";
import { parseTmpfsMounts } from "./tmpfs-mounts.ts";

test("lists writable tmpfs by mount point", () => {
  const table = [
    "1 0 0:40 / / rw,relatime - overlay overlay rw,upperdir=/u",
    "2 1 0:41 / /proc rw,nosuid - proc proc rw",
    "3 1 0:42 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k",
    "4 3 0:43 / /dev/shm rw,nosuid - tmpfs shm rw,size=65536k",
    "5 1 0:44 / /srv/a\\040b rw - tmpfs tmpfs rw",
    "6 2 0:45 / /proc/acpi ro,relatime - tmpfs tmpfs ro",
    "7 1 0:46 / /run/secrets ro - tmpfs tmpfs ro",
    "8 1 0:47 / /srv/a\\040b rw shared:3 - tmpfs tmpfs rw",
    "",
  ].join("\n");
  expect(parseTmpfsMounts(table)).toEqual([
    { path: "/dev", device: "0:42" },
    { path: "/dev/shm", device: "0:43" },
    { path: "/srv/a b", device: "0:47" },
  ]);
});
