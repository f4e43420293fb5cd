import { expect, test } from "vitest";
import { confinedBySelinux } from "./selinux.ts";

test("an engine says by itself whether SELinux confines its containers", () => {
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
