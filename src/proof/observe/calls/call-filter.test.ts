import { expect, test } from "vitest";
import { condition } from "./call-filter.ts";
import { syscallTables } from "../trace/syscall-tables.ts";

test("limits conditions to the kernel's maximum length", () => {
  expect(condition("id", [])).toBe("0");
  expect(condition("id", [1, 2])).toBe("id != 1 && id != 2");
  expect(condition("id", [3], "common_pid != 7")).toBe("common_pid != 7 && id != 3");
  const long = condition(
    "i_ino",
    Array.from({ length: 1000 }, (_, at) => 1_000_000 + at),
  );
  expect(long.length).toBeLessThan(4096);
  expect(long).toMatch(/i_ino != \d{7}$/u);
});

test.each([
  ["x64", { read: 0, execve: 59, openat: 257, seccomp: 317, clone3: 435, mseal: 462 }],
  ["arm64", { read: 63, execve: 221, openat: 56, newfstatat: 79, seccomp: 277, clone3: 435 }],
])("numbers of %s", (arch, known) => {
  const names = syscallTables.get(arch)?.names ?? new Map();
  for (const [name, number] of Object.entries(known)) expect(names.get(number)).toBe(name);
  expect(new Set(names.values()).size).toBe(names.size);
});
