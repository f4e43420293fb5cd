import { expect, test } from "vitest";
import type { Run } from "../types.ts";
import { createBody } from "./create-body.ts";

const run = { labels: {}, safety: { memoryBytes: 2 ** 30, tasks: 100, logBytes: 1024 } } as unknown as Run;
const options = (more: object) => createBody(run, { image: "a:1", ...more }, []).HostConfig.SecurityOpt;

test("no-new-privileges is asked for in the form that no engine warns of", () => {
  // `NAME:VALUE` is deprecated since Docker 1.11, and engines warn of it.
  expect(options({ noNewPrivileges: true })).toEqual(["no-new-privileges"]);
  expect(options({ noNewPrivileges: true, seccomp: "{}" })).toEqual(["no-new-privileges", "seccomp={}"]);
  expect(options({})).toEqual([]);
});
