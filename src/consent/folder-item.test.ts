import { expect, test } from "vitest";
import { folderItem } from "./folder-item.ts";

const located = { path: "/srv/data", device: "8", inode: "99", kind: "folder" as const };
const request = { from: "link", at: "/d", located };

test("names a folder by its real path, and compares device and inode", () => {
  expect(folderItem({ ...request, use: "read" })).toEqual({
    kind: "folder",
    value: "/srv/data",
    what: "link at /d, read-only or as a copy",
    exactly: "read 8:99",
  });
});

test("treats a writable mount as another item under each name", () => {
  expect(folderItem({ ...request, use: "write", named: { value: "../data", aliases: ["data", "/srv/data"] } })).toEqual(
    {
      kind: "folder",
      value: "../data:rw",
      what: "link at /d, hands out the original to be written to",
      exactly: "write 8:99",
      aliases: ["folder:data:rw", "folder:/srv/data:rw"],
    },
  );
  expect(folderItem({ ...request, use: "read", named: { value: "../data", aliases: ["data"] } }).aliases).toEqual([
    "folder:data",
  ]);
});

test("treats a missing folder as missing under its written name", () => {
  const item = folderItem({ ...request, located: undefined, use: "read" });
  expect(item).toMatchObject({ value: "link", exactly: "missing link" });
  expect(item).not.toHaveProperty("aliases");
});
