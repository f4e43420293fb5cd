import { expect, test } from "vitest";
import { confinedBySelinux, selinuxAdvice } from "./selinux.ts";

test("detects SELinux confinement from the engine's options", () => {
  // Docker with --selinux-enabled on Fedora, Podman 5 on Debian with SELinux.
  for (const said of [["name=seccomp,profile=builtin", "name=selinux"], ["name=selinux,profile=x"]])
    expect(confinedBySelinux({ securityOptions: said }), said.join()).toBe(true);
  for (const said of [
    [],
    ["name=apparmor"],
    ["selinux"],
    ["name=selinux2"],
    ["name=seccomp,profile=/etc/selinux.json"],
  ])
    expect(confinedBySelinux({ securityOptions: said }), said.join()).toBe(false);
});

const confined = { securityOptions: ["name=seccomp,profile=default", "name=selinux"] };

test("points to the audit log after a denial under SELinux", () => {
  for (const told of [
    "chown: /srv/data: Operation not permitted",
    "cat: can't open '/d/f': Permission denied",
    "Error: EACCES: open",
    "EPERM",
  ])
    expect(selinuxAdvice(confined, told), told).toContain("ausearch -m AVC");
});

test("returns nothing for other errors, or without SELinux", () => {
  for (const told of [
    "",
    "exited with code 1",
    "EPERMANENT",
    "no such file or directory",
    "PERMISSIONS denied by quota",
  ])
    expect(selinuxAdvice(confined, told), told).toBe("");
  for (const securityOptions of [[], ["name=apparmor"]])
    expect(selinuxAdvice({ securityOptions }, "Permission denied")).toBe("");
});
