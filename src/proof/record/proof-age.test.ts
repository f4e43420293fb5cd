import { expect, test } from "vitest";
import { daysBetween, daysLater, toDays } from "../../text/age.ts";
import { proofAge } from "./proof-age.ts";

const proven = (date: string, proveAgainAfter: string) => ({ date, proveAgainAfter });
const today = "2026-11-28";

test("accepts a proof up to its last day, and expires it on the next", () => {
  const dated = proven("2026-10-29", "2027-01-27");
  expect(proofAge(dated, today, 30)).toEqual({ provenOn: "2026-10-29", days: 30, proveAgainAfter: "2027-01-27" });
  expect(proofAge(dated, today, 29).expired).toBe("proven on 2026-10-29, 30 days ago, and it may be 29 days old");
  expect(proofAge(dated, today, "due").expired).toBeUndefined();
  expect(proofAge(dated, "2027-01-27", "due").expired).toBeUndefined();
  expect(proofAge(dated, "2027-01-28").expired).toContain("to be proven again after 2027-01-27");
  // The profile's own date counts whatever age is allowed.
  expect(proofAge(dated, "2027-01-28", 36_500).expired).toContain("2027-01-27");
  expect(proofAge(proven(today, today), today, 1).expired).toBeUndefined();
});

test("gives a future date no age, and never counts it as current", () => {
  const future = proofAge(proven("2031-01-01", "2099-01-01"), today, 30);
  expect(future.days).toBeUndefined();
  expect(future.expired).toContain("still to come: today is 2026-11-28");
  expect(proofAge(proven("2031-01-01", "2099-01-01"), today).expired).toBeDefined();
  // One clock is past midnight, the other is not.
  expect(proofAge(proven("2026-11-29", "2027-02-27"), today, 1)).toMatchObject({ days: 0 });
});

test("expires nothing without a date unless an age is demanded", () => {
  expect(proofAge(undefined, today)).toEqual({});
  expect(proofAge(undefined, today, 30).expired).toBe("the profile does not say when it was proven");
  expect(proofAge(undefined, today, "due").expired).toBeDefined();
});

test("expires a proof with an end before its date", () => {
  expect(proofAge(proven("2026-11-27", "2020-01-01"), today, 30).expired).toContain("2020-01-01");
});

test.each([
  ["1d", 1],
  ["30d", 30],
  ["12w", 84],
  ["1y", 365],
  ["100y", 36_500],
])("%s is %i days", (text, days) => {
  expect(toDays(text)).toBe(days);
});

test.each([
  "",
  "0d",
  "0w",
  "30",
  "d",
  "-1d",
  "+1d",
  "1.5d",
  "30 d",
  " 30d",
  "30d\n",
  "30D",
  "30days",
  "1e3d",
  "0x1d",
  "101y",
  "36501d",
  "99999d",
  "999999999d",
  "٣٠d",
  "30m",
  "30s",
  "30ms",
  "12h",
  "NaNd",
  "Infinityd",
  "1d2d",
  "due",
  "constructor",
  "1__proto__",
])("%j is no age", (text) => {
  expect(toDays(text)).toBeUndefined();
});

test("counts days in UTC, over leap days and years", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
  expect(daysBetween("2026-12-31", "2026-01-01")).toBe(-364);
  expect(daysLater("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysLater("2028-02-28", 365)).toBe("2029-02-27");
});
