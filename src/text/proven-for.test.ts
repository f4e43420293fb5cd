import { expect, test } from "vitest";
import { provenText } from "./proven-for.ts";

test("how many, how long, and what was not", () => {
  expect(provenText({ clients: 8, seconds: 3 })).toBe("8 clients at once for 3 s");
  expect(provenText({ clients: 1, seconds: 0.5 })).toBe("1 client for 0.5 s");
  expect(provenText()).toBe("1 client, one step after the other");
  expect(provenText({ clients: 4, seconds: 3, notUnderLoad: ["reload (a signal is no load)", "x"] })).toBe(
    "4 clients at once for 3 s; not proven under load: reload (a signal is no load), x",
  );
  expect(provenText({ clients: 1, seconds: 0, notUnderLoad: ["there is no step"] })).toBe(
    "1 client, one step after the other; not proven under load: there is no step",
  );
});
