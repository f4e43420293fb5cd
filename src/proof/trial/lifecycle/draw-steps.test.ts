import { expect, it } from "vitest";
import type { HttpStep } from "../../../domain/workload/step.ts";
import { drawSteps } from "./draw-steps.ts";

function step(name: string, rest: Partial<HttpStep> = {}): HttpStep {
  return {
    kind: "http",
    name,
    port: 80,
    method: "GET",
    path: "/",
    headers: {},
    status: 200,
    timeoutMs: 1,
    ...rest,
  };
}

function names(steps: readonly HttpStep[], count: number): string {
  return drawSteps(steps)
    .take(count)
    .map(({ name }) => name)
    .toArray()
    .join("");
}

it("repeats all steps in order without weights", () => {
  expect(names([step("a"), step("b")], 5)).toBe("ababa");
  expect(names([], 5)).toBe("");
});

it("runs each once, then by weight, smoothly", () => {
  const drawn = names([step("a", { weight: 3 }), step("b")], 2 + 8);
  expect(drawn).toBe("abaabaaaba");
});

it("creates the object before its deletion", () => {
  const make = step("m", { method: "POST", capture: { id: { json: "/id" } }, weight: 1 });
  const end = step("d", { method: "DELETE", path: "/{{id}}", weight: 1 });
  expect(names([make, end], 2 + 6)).toBe("mdmmdmmd");
});
