import { expect, it } from "vitest";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { withBodiesOf, withLargeBodies } from "./with-large-bodies.ts";

const post: Step = {
  kind: "http",
  name: "order",
  port: 80,
  method: "POST",
  path: "/",
  headers: {},
  body: "x=1",
  status: 201,
  timeoutMs: 1,
};
const workload = (steps: readonly Step[], changes: Partial<Workload> = {}): Workload => ({
  ready: { kind: "tcp", port: 80 },
  readyTimeoutMs: 1,
  steps,
  stop: { timeoutMs: 1, exitCodes: [0] },
  restart: true,
  env: {},
  volumes: [],
  ...changes,
});
const names = ({ steps }: Workload): string[] => steps.map(({ name }) => name);

it("repeats a step with a body once after all others, with 1 MB or the declared size", () => {
  const { body: _, ...get } = { ...post, name: "list", method: "GET" };
  const all = withLargeBodies(workload([{ ...post, repeat: 20 }, get]));
  expect(names(all)).toEqual(["order", "list", "order, 1 MB"]);
  expect(all.steps[2]).toEqual({ ...post, name: "order, 1 MB", bodyBytes: 1_000_000 });
  expect(names(withLargeBodies(workload([post], { maxBody: 200_000 })))).toEqual(["order", "order, 200 kB"]);
});

it("adds nothing to a step that is as large, goes to a companion, has no body, or was added", () => {
  for (const steps of [
    [{ ...post, body: "x".repeat(1_000_000) }],
    [{ ...post, at: "database" }],
    [{ ...post, body: "" }],
  ])
    expect(withLargeBodies(workload(steps)).steps).toEqual(steps);
  expect(names(withLargeBodies(workload([post], { maxBody: 0 })))).toEqual(["order"]);
  const once = withLargeBodies(workload([post]));
  expect(withLargeBodies(once)).toBe(once);
});

it("uses the large bodies that the original accepted in an earlier learn", () => {
  const plain = workload([post]);
  expect(withBodiesOf(plain, withLargeBodies(plain))).toEqual(withLargeBodies(plain));
  expect(withBodiesOf(plain, plain)).toEqual(plain);
});
