import { expect, test } from "vitest";
import { neverReadyHint } from "./never-ready-hint.ts";

test("does not blame the workload for an engine that starts nothing", () => {
  const words = "The container of a:1 does not start: crun: cgroups in hybrid mode not supported: OCI runtime error";
  expect(neverReadyHint("a:1", words, false)).toMatch(/^The engine itself does not start it.*--runtime runc/s);
  const other = neverReadyHint("a:1", "The container of a:1 does not start: exec format error", true);
  expect(other).toMatch(/^The engine itself does not start it/);
  expect(other).not.toContain("runc");
  const limit = "The container of a:1 does not start: crun: setrlimit `RLIMIT_NPROC`: Operation not permitted";
  expect(neverReadyHint("a:1", limit, false)).toContain('default_ulimits = ["nproc=1024:4096"]');
  expect(neverReadyHint("a:1", "it ended with exit code 1", true)).toContain("See why it ends: docker run --rm a:1");
  const slow = "exited with code 1 before it was ready, after 1252 ms";
  expect(neverReadyHint("a:1", slow, false)).toContain("See why it ends: docker run --rm a:1");
  expect(neverReadyHint("a:1", "nothing answers on port 80", false)).toContain("workload.ready");
  expect(neverReadyHint("a:1", "its log says: The container of a:1 does not start: x", false)).toContain(
    "workload.ready",
  );
});
