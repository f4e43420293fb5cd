import { expect, test } from "vitest";
import { witnessLabel } from "./witness-label.ts";

test("names what a witness keeps", () => {
  expect(witnessLabel({ field: "user", value: "0:0" })).toBe("user 0:0");
  expect(witnessLabel({ field: "init", value: "true" })).toBe("an init process");
  expect(witnessLabel({ field: "capabilities", value: "CHOWN" })).toBe("CHOWN");
  expect(witnessLabel({ field: "seccomp", value: "" })).toBe("seccomp");
});
