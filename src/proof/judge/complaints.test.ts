import { expect, test } from "vitest";
import { beyond, onlyComplaints } from "./complaints.ts";

const line = (text: string) => `new line in the log: ${text}`;

test("separates a refusal that is only logged from one with consequences", () => {
  const chmod = "chmod: changing permissions of '/run/x': Operation not permitted";
  expect(onlyComplaints([line(chmod)])).toEqual([chmod]);
  expect(onlyComplaints([line(chmod), "GET /: status 500, expected 200"])).toBeUndefined();
  expect(onlyComplaints([line(chmod), line("panic: no")])).toBeUndefined();
  expect(onlyComplaints([`line missing from the log: ${chmod}`])).toBeUndefined();
});

test("ignores accepted lines, and no others", () => {
  expect(beyond(new Set(["a"]), [line("a"), line("b"), "a"])).toEqual([line("b"), "a"]);
});
