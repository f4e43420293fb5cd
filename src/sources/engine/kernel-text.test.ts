import { expect, it } from "vitest";
import { kernelText } from "./kernel-text.ts";

it("returns kernel text, and undefined for missing or unreadable files", () => {
  expect(kernelText(`/proc/${process.pid}/stat`)).toMatch(new RegExp(`^${process.pid} \\(`));
  expect(kernelText(`/proc/${2 ** 22}/stat`)).toBeUndefined();
  expect(kernelText("/proc")).toBeUndefined();
});
