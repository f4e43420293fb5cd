import { expect, it } from "vitest";
import { captureValue } from "./capture-values.ts";

const answer = {
  body: '{"data":[{"id":7,"a/b":"x","o":{}}]}',
  headers: { location: "/users/7" },
  cookies: ["csrf=abc; Path=/", "csrf=def"],
  isCut: false,
};

it.each([
  [{ json: "/data/0/id" }, "7"],
  [{ json: "/data/0/a~1b" }, "x"],
  [{ header: "Location" }, "/users/7"],
  [{ cookie: "csrf" }, "def"],
  [{ pattern: '"id":(\\d+)' }, "7"],
  [{ pattern: "data" }, "data"],
] as const)("captures %j", (from, value) => {
  expect(captureValue(from, answer)).toEqual({ value });
});

it.each([
  [{ json: "/data/1/id" }, "the answer has no value at /data/1/id"],
  [{ json: "/data/0/o" }, "the answer has no value at /data/0/o"],
  [{ json: "/constructor/name" }, "the answer has no value at /constructor/name"],
  [{ header: "etag" }, "the answer has no header etag"],
  [{ cookie: "sid" }, "the answer has no cookie sid"],
  [{ pattern: "nothing" }, "the answer has no text like /nothing/"],
] as const)("reports why %j is missing", (from, problem) => {
  expect(captureValue(from, answer)).toEqual({ problem });
});

it("reports that only the start of a body was read, and refuses an endless value", () => {
  expect(captureValue({ json: "/x" }, { ...answer, body: '{"x', isCut: true })).toEqual({
    problem: "the answer has no value at /x, of which only the start was read",
  });
  expect(captureValue({ pattern: "a+" }, { ...answer, body: "a".repeat(10_000) })).toEqual({
    problem: "text like /a+/ is longer than 8192 letters",
  });
});
