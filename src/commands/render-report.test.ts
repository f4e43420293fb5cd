import { describe, expect, it } from "vitest";
import { sourceDate } from "./render-report.ts";

describe("sourceDate", () => {
  it("parses seconds since 1970, and returns nothing if unset", () => {
    expect(sourceDate("1795521600")).toBe("2026-11-24T12:00:00.000Z");
    expect(sourceDate("0")).toBe("1970-01-01T00:00:00.000Z");
    expect(sourceDate("")).toBeUndefined();
    expect(sourceDate(undefined)).toBeUndefined();
  });

  it.each(["now", "-1", "1e9", "999999999999", "1.5", " 1"])("refuses %j", (value) => {
    expect(() => sourceDate(value)).toThrow("no number of seconds");
  });
});
