import { expect, test } from "vitest";
import { Failure } from "../../../domain/failure.ts";
import { cannotStart } from "./cannot-start.ts";

const hintFor = (message: string): string => {
  const refused = new Failure("engine-refused", message, { hint: "", cause: { status: 500, message } });
  const found = cannotStart(refused, "app:1");
  return found instanceof Failure ? (found.hint ?? "") : "";
};

test("adds a hint to a refused start", () => {
  expect(hintFor("crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied")).toContain(
    'default_ulimits = ["nofile=1024:4096"]',
  );
  expect(hintFor('exec: "app": executable file not found in $PATH')).toContain("ENTRYPOINT");
  expect(hintFor("no space left on device")).toContain("the engine's own");
});

test("keeps other errors unchanged", () => {
  const died = new Failure("engine-died", "gone", { hint: "start it" });
  expect(cannotStart(died, "app:1")).toBe(died);
});
