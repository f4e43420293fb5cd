import { expect, it } from "vitest";
import { kernelText } from "./kernel-text.ts";

it("what the kernel says, and nothing of what is gone or may not be read", () => {
  expect(kernelText(`/proc/${process.pid}/stat`)).toMatch(new RegExp(`^${process.pid} \\(`));
  expect(kernelText(`/proc/${2 ** 22}/stat`)).toBeUndefined();
  expect(kernelText("/proc")).toBeUndefined();
});
