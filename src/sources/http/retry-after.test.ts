import { expect, it } from "vitest";
import { retryAfter } from "./retry-after.ts";

const at = (seconds: number) => new Date(seconds * 1000).toUTCString();
const now = 1_000_000;

it.each([
  ["none", {}, undefined],
  ["seconds", { "retry-after": "120" }, 120_000],
  ["a date, against our clock", { "retry-after": at(now + 5) }, 5_000],
  ["a date of the past", { "retry-after": at(now - 5) }, 0],
  [
    "a date of a server whose clock is a year ahead",
    { "retry-after": at(now + 31e6 + 5), date: at(now + 31e6) },
    5_000,
  ],
  ["one whose clock is a year behind", { "retry-after": at(now - 31e6 + 5), date: at(now - 31e6) }, 5_000],
  ["one whose time can't be read", { "retry-after": at(now + 5), date: "noon" }, 5_000],
  ["neither a number nor a date", { "retry-after": "soon", date: at(now) }, undefined],
])("%s", (_, headers, ms) => expect(retryAfter(headers, now * 1000)).toBe(ms));
