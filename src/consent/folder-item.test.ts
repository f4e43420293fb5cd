import { expect, test } from "vitest";
import { folderItem } from "./folder-item.ts";

const located = { path: "/srv/data", device: "8", inode: "99", kind: "folder" as const };
const request = { from: "link", at: "/d", located };

test("a folder is called by where it really is, and counts by device and inode", () => {
  expect(folderItem({ ...request, use: "read" })).toEqual({
    kind: "folder",
    value: "/srv/data",
    what: "link at /d, read-only or as a copy",
    exactly: "read 8:99",
  });
});

test("one to be written to is another item, under every one of its names", () => {
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

test("what is not there counts as missing under the name that was written", () => {
  const item = folderItem({ ...request, located: undefined, use: "read" });
  expect(item).toMatchObject({ value: "link", exactly: "missing link" });
  expect(item).not.toHaveProperty("aliases");
});
