import { expect, test } from "vitest";
import { withoutOwners } from "./adapt-spec.ts";

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
