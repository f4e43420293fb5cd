import { expect, it } from "vitest";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { isShell, mainProgram } from "./main-program.ts";

it.each([
  ["/usr/bin/bash", "bash\0/usr/local/bin/docker-entrypoint.sh\0postgres\0", true],
  ["/usr/bin/dash", "/bin/sh\0-c\0serve\0", true],
  ["/bin/busybox", "/bin/sh\0/entry.sh\0", true],
  ["/bin/busybox", "-ash\0", true],
  ["/bin/busybox", "httpd\0-f\0", false],
  ["/usr/lib/postgresql/17/bin/postgres", "postgres\0-D\0/data\0", false],
  ["/usr/bin/python3.13", "python3\0/app/sh\0", false],
  ["/usr/bin/tini", "tini\0--\0sh\0", false],
  ["", "", false],
])("%s with %j is a script: %s", (path, words, expected) => {
  expect(isShell(path, words)).toBe(expected);
});

it("shares a container's result with those of the same image and command, and sees nothing on another kernel", async () => {
  const here = { engine: { info: { sameKernel: true } } } as unknown as EngineSession;
  // This process is Node.
  expect(await mainProgram(here, "a", {}).isScript(process.pid)).toBe(false);
  const elsewhere = { engine: { info: { sameKernel: false } } } as unknown as EngineSession;
  expect(await mainProgram(elsewhere, "a", {}).isScript(process.pid)).toBe(false);
});
