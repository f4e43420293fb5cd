import { expect, test } from "vitest";
import { healthCheckOf } from "./health-command.ts";

const own = { intervalMs: 30_000, timeoutMs: 30_000, startPeriodMs: 0, retries: 3 };

test("returns the command as the engine runs it, with the engine's defaults", () => {
  expect(healthCheckOf({ healthcheck: { Test: ["CMD", "/probe", "-x"] } })).toEqual({
    ...own,
    command: ["/probe", "-x"],
  });
  expect(healthCheckOf({ healthcheck: { Test: ["CMD-SHELL", "a && b"], Interval: 0, Retries: 0 } })).toEqual({
    ...own,
    command: ["/bin/sh", "-c", "a && b"],
  });
  expect(
    healthCheckOf({
      healthcheck: { Test: ["CMD-SHELL", "a"], Interval: 5e9, Timeout: 1e9, StartPeriod: 2e9, Retries: 5 },
      shell: ["/bin/bash", "-eo", "pipefail", "-c"],
    }),
  ).toEqual({
    command: ["/bin/bash", "-eo", "pipefail", "-c", "a"],
    intervalMs: 5000,
    timeoutMs: 1000,
    startPeriodMs: 2000,
    retries: 5,
  });
});

test("returns nothing for none, and for an invalid command", () => {
  for (const healthcheck of [undefined, { Test: ["NONE"] }, { Test: [] }, { Test: ["CMD"] }, { Interval: 1 }, "x"])
    expect(healthCheckOf({ healthcheck })).toBeUndefined();
});
