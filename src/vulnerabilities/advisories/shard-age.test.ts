import { describe, expect, it } from "vitest";
import { shardAge } from "./shard-age.ts";

const dated = (...dates: string[]) => dates.map((date) => ({ date }));

describe("shardAge", () => {
  it.each<[string, readonly string[], string | undefined, object]>([
    [
      "the oldest source counts",
      ["2026-11-24", "2026-11-20"],
      undefined,
      { date: "2026-11-20", ageDays: 5, old: false },
    ],
    ["a week is the limit", ["2026-11-18"], undefined, { ageDays: 7, old: false }],
    ["then it is old", ["2026-11-17"], undefined, { ageDays: 8, old: true }],
    [
      "old data that was asked for is current",
      ["2026-01-01"],
      "2026-11-24T23:59:00Z",
      { date: "2026-01-01", ageDays: 1 },
    ],
    ["asking long ago makes nothing older", ["2026-11-20"], "2026-01-01T00:00:00Z", { ageDays: 5, old: false }],
    ["a date in the future is today", ["2027-01-01"], undefined, { ageDays: 0, old: false }],
    ["no date may be any age", [], undefined, { date: "", old: true }],
  ])("%s", (_, dates, checked, expected) => {
    expect(shardAge(dated(...dates), checked, "2026-11-25")).toMatchObject(expected);
  });
});
