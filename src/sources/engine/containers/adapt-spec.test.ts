import { expect, test } from "vitest";
import { withoutInodes, withoutOwners } from "./adapt-spec.ts";

test("root's tmpfs needs no owner, and stays empty", () => {
  expect(withoutOwners({ "/tmp": "rw,noexec,size=64m,mode=1777,uid=0,gid=0" })).toEqual({
    "/tmp": "rw,noexec,size=64m,mode=1777,notmpcopyup",
  });
});

test("a tmpfs of somebody else is refused with what to do", () => {
  expect(() => withoutOwners({ "/run/db": "rw,mode=700,uid=999,gid=999" })).toThrow(
    expect.objectContaining({ code: "engine-refused", hint: expect.stringContaining("volume") }),
  );
});

test("an engine that takes no number of inodes is given the size alone", () => {
  expect(withoutInodes({ "/tmp": "rw,size=64m,nr_inodes=16384,mode=1777", "/run": "rw" })).toEqual({
    "/tmp": "rw,size=64m,mode=1777",
    "/run": "rw",
  });
});
