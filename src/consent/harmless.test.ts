import { describe, expect, it, test } from "vitest";
import { isOwnSysctl, isTmpfsOptions } from "./harmless.ts";

describe("namespaced kernel settings", () => {
  it.each([
    "kernel.shmmax",
    "fs.mqueue.msg_max",
    "net.core.somaxconn",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.conf.eth0-1.rp_filter",
    "net.ipv4/conf/all",
    "net.x",
  ])("%s", (name) => expect(isOwnSysctl(name, undefined)).toBe(true));

  it.each([
    "kernel.core_pattern",
    "kernel.shmmax2",
    "xfs.mqueue.msg_max",
    "fs.mqueue.msg_max/../../kernel/core_pattern",
    "fs.mqueue.0",
    "fs.mqueue.",
    "fs.file-max",
    "xnet.core.somaxconn",
    "net.",
    "net",
    "net./../kernel.core_pattern",
    "net.core/../../kernel/core_pattern",
    "net.core.somaxconn\nkernel.core_pattern",
    "net.core.a=1 kernel.core_pattern",
    "NET.core.a",
  ])("excludes %j", (name) => expect(isOwnSysctl(name, undefined)).toBe(false));

  test("counts sysctls in the host network as host access, except those of other namespaces", () => {
    expect(isOwnSysctl("net.core.somaxconn", "host")).toBe(false);
    expect(isOwnSysctl("net.core.somaxconn", "none")).toBe(true);
    expect(isOwnSysctl("kernel.sem", "host")).toBe(true);
    expect(isOwnSysctl("fs.mqueue.queues_max", "host")).toBe(true);
  });
});

describe("tmpfs options", () => {
  it.each([
    "",
    "rw",
    "ro,exec,suid,dev",
    "noexec,nosuid,nodev,noatime,relatime,notmpcopyup,tmpcopyup",
    "size=10",
    "size=64m,mode=7,uid=0,gid=10001",
    "size=50%,mode=1777,nr_inodes=10k",
    "nr_inodes=400",
  ])("allows %j", (options) => expect(isTmpfsOptions(options)).toBe(true));

  it.each([
    "mpol=bind:0",
    "size=",
    "size=mm",
    "size=1x",
    "size=1mm",
    "xsize=1",
    "rwx",
    "rw,",
    ",",
    "rw,bind",
    "mode=8",
    "mode=",
    "mode=17777",
    "uid=",
    "uid=-1",
    "gid=x",
    "gid=",
    "nr_inodes=",
    "nr_inodes=1kk",
    "nr_inodes=1%",
    "rw\nbind",
    "huge=always",
  ])("refuses %j", (options) => expect(isTmpfsOptions(options)).toBe(false));
});
