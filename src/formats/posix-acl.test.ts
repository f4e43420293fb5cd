import { expect, it } from "vitest";
import { formatAcl } from "./posix-acl.ts";

const value = (hex: string) => Buffer.from(hex, "hex");
const same = (_: string, id: number) => id;
// As setfacl -m u:33:r -m g:7:rwx writes it on a file of mode 640.
const acl = "0200000001000600ffffffff020004002100000004000400ffffffff080007000700000010000700ffffffff20000000ffffffff";

it("formats an ACL like getfacl, with the container's ids", () => {
  expect(formatAcl(value(acl), same)).toBe("user::rw-,user:33:r--,group::r--,group:7:rwx,mask::rwx,other::---");
  expect(formatAcl(value(acl), (kind, id) => (kind === "uid" ? id + 1 : id + 2))).toContain(
    "user:34:r--,group::r--,group:9:rwx",
  );
});

it("rejects other values", () => {
  for (const hex of ["", "02", "01000000", `${acl}00`, acl.slice(2)])
    expect(formatAcl(value(hex), same)).toBeUndefined();
  expect(formatAcl(value("02000000"), same)).toBe("");
});
