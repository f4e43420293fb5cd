import { expect, test } from "vitest";
import { fileCalls, initCalls, relatedSyscalls, shellCalls } from "../../data/related-syscalls.ts";
import { defaultFloors } from "../../data/default-seccomp/floors.ts";
import { allowedUnderAll } from "../../data/seccomp/seccomp-floor.ts";
import { syscallTables } from "../observe/trace/syscall-tables.ts";
import { withRelatedSyscalls } from "./related-syscalls.ts";

test("covers calls that the reference page missed: a larger upload, another accept, alarm, vfork", () => {
  const closed = withRelatedSyscalls(["read", "write", "accept4", "clone", "setitimer"]);
  for (const name of ["pwritev", "preadv", "sendfile", "accept", "alarm", "vfork", "fork"])
    expect(closed).toContain(name);
});

test("allows accept only to a listening program", () => {
  const closed = withRelatedSyscalls(["listen"]);
  for (const name of ["accept", "accept4", "recvmsg", "sendmsg", "readv", "writev"]) expect(closed).toContain(name);
  const others = withRelatedSyscalls(["socket", "bind", "connect", "recvfrom", "sendto", "read", "write", "poll"]);
  for (const name of ["accept", "accept4", "listen"]) expect(others).not.toContain(name);
});

test.each(fileCalls.split(" "))(
  "allows a program that calls %s the calls of file work, without changes of owners",
  (name) => {
    const closed = withRelatedSyscalls([name]);
    for (const each of fileCalls.split(" ")) expect(closed).toContain(each);
    for (const each of ["chown", "fchown", "lchown", "mknod", "setxattr", "mount"]) expect(closed).not.toContain(each);
  },
);

test("adds no file work to a program that only opens and reads", () => {
  const closed = withRelatedSyscalls(["openat", "read", "write", "close", "fstat", "lseek", "getdents64", "fcntl"]);
  expect(fileCalls.split(" ").filter((name) => closed.has(name))).toEqual([]);
});

test("includes relatives of relatives, in any order of the groups", () => {
  const chain = [
    { when: "b", also: "c", why: "" },
    { when: "a", also: "b", why: "" },
  ];
  expect([...withRelatedSyscalls(["a"], chain)].toSorted()).toEqual(["a", "b", "c"]);
  expect([...withRelatedSyscalls(["c"], chain)]).toEqual(["c"]);
});

test("never leads to a call that creates namespaces, mounts, traces, loads, reads by handle or opens another kind of socket", () => {
  const dangerous =
    "mount umount2 unshare setns clone3 bpf ptrace perf_event_open userfaultfd keyctl add_key request_key io_uring_setup io_uring_enter " +
    "open_by_handle_at process_vm_readv process_vm_writev kexec_load init_module finit_module chroot pivot_root reboot socket socketcall " +
    "personality splice vmsplice tee memfd_secret execveat prctl seccomp modify_ldt mknod mknodat setuid setgid setresuid setgroups capset";
  for (const { when, also, why } of relatedSyscalls) {
    expect(also.split(" ").filter((name) => !when.includes(name) && dangerous.split(" ").includes(name))).toEqual([]);
    expect(why.length).toBeGreaterThan(15);
  }
});

test("only names calls of x86-64 that Docker's profile allows without capabilities", () => {
  const table = [...syscallTables.values()].find(({ architecture }) => architecture === "SCMP_ARCH_X86_64");
  const names = new Set(table?.names.values());
  const floors = defaultFloors({ engine: "docker" }, { capabilities: [], architectures: ["amd64"], kernel: "6.1" });
  const all = [
    ...fileCalls.split(" "),
    ...relatedSyscalls.flatMap(({ also }) => also.split(" ")),
    ...initCalls.calls.split(" "),
    ...shellCalls.calls.split(" "),
  ];
  expect(all.filter((name) => !names.has(name))).toEqual([]);
  expect(all.filter((name) => allowedUnderAll(floors, name).length === 0)).toEqual([]);
});
