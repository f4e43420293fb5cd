import { expect, test } from "vitest";
import { securityOptions } from "./security-options.ts";

const read = (...texts: string[]) => securityOptions({ securityOptions: texts });

test("treats a rootless engine as remapping without AppArmor, whatever it lists", () => {
  // Rootless Podman 5.4 on a kernel with AppArmor, whose containers are `crun (unconfined)`.
  const podman = read("name=apparmor", "name=seccomp,profile=default", "name=rootless");
  expect(podman).toEqual({ rootless: true, remapped: true, seccomp: "default", accessControl: [] });
});

test("detects userns-remap, and its absence on a root engine", () => {
  const remapped = read("name=seccomp,profile=builtin", "name=userns", "name=cgroupns");
  expect(remapped).toEqual({ rootless: false, remapped: true, seccomp: "builtin", accessControl: [] });
  const plain = read("name=apparmor", "name=seccomp");
  expect(plain).toEqual({ rootless: false, remapped: false, seccomp: "default", accessControl: ["AppArmor"] });
  expect(read()).toEqual({ rootless: false, remapped: false, accessControl: [] });
});

test("ignores AppArmor next to SELinux, though Podman lists both", () => {
  // Podman 5.4 on Debian 13 with security=selinux.
  const both = read("name=apparmor", "name=seccomp,profile=default", "name=selinux");
  expect(both.accessControl).toEqual(["SELinux"]);
  expect(read("name=selinux", "name=rootless").accessControl).toEqual(["SELinux"]);
});
