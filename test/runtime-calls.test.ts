import { expect, test } from "vitest";
import { callsUnderFilter } from "../scripts/runtime-calls/read-strace.ts";
import { runtimeCalls } from "../src/data/runtime-calls.ts";
import { syscallTables } from "../src/proof/observe/trace/syscall-tables.ts";

const trace = [
  '100 execve("/usr/sbin/runc", ["runc", "run"], 0x7ffe /* 9 vars */) = 0',
  "100 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD) = 101",
  "100 clone(child_stack=NULL, flags=SIGCHLD) = 200",
  "200 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD <unfinished ...>",
  "200 <... clone resumed>) = 201",
  '200 openat(AT_FDCWD, "/early", O_RDONLY) = 3',
  "200 seccomp(SECCOMP_SET_MODE_FILTER, 0, NULL) = -1 EFAULT (Bad address)",
  "200 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) = -1 EFAULT (Bad address)",
  "200 getpid() = 1",
  "200 seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, {len=9, filter=0xc0} <unfinished ...>",
  "201 futex(0xc0, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>",
  "200 <... seccomp resumed>) = 0",
  "200 setuid(1000) = 0",
  '101 write(5, "progress", 8) = 8',
  "201 <... futex resumed>) = 0",
  "201 epoll_pwait(4, [], 128, 0, NULL, 0) = 0",
  '200 execve("/bin/sleep", ["/bin/sleep", "60"], 0xc0 /* 3 vars */) = 0',
  "200 nanosleep({tv_sec=60, tv_nsec=0}, 0x7ffe) = 0",
].join("\n");

test("what the threads of the process that loaded the filter call before the program is executed", () => {
  expect([...(callsUnderFilter(trace, "/bin/sleep") ?? [])]).toEqual(["futex", "setuid", "epoll_pwait", "execve"]);
});

test("without a filter, or without the program, nothing is known", () => {
  expect(callsUnderFilter(trace, "/bin/true")).toBeUndefined();
  expect(callsUnderFilter(trace.replaceAll(", {len=9", ", NULL"), "/bin/sleep")).toBeUndefined();
  expect(callsUnderFilter("", "/bin/sleep")).toBeUndefined();
});

test("what was learned names calls that there are", () => {
  const known = new Set(syscallTables.get("x64")?.names.values());
  for (const { runtime, version, calls, starts } of runtimeCalls) {
    expect(
      calls.split(" ").filter((name) => !known.has(name)),
      `${runtime} ${version}`,
    ).toEqual([]);
    expect(starts, `${runtime} ${version}`).toBeGreaterThanOrEqual(30);
  }
});
