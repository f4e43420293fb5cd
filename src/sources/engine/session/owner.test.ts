import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ownOwner } from "./own-owner.ts";
import { liveness, parseOwner } from "./owner.ts";

test("judges this process alive, and parses its label", async () => {
  const self = await ownOwner();
  expect(parseOwner(JSON.stringify(self))).toEqual(self);
  expect(await liveness(self, self)).toBe("alive");
});

test("judges an ended process dead", async () => {
  const self = await ownOwner();
  const child = spawn(process.execPath, ["-e", ""]);
  const pid = child.pid ?? 0;
  await once(child, "exit");
  expect(await liveness({ ...self, pid }, self)).toBe("dead");
});

test.runIf(process.platform === "linux")("does not take a reused pid for the owner", async () => {
  const self = await ownOwner();
  expect(await liveness({ ...self, start: "1" }, self)).toBe("dead");
});

test("judges another boot dead, and another host or pid namespace unknown", async () => {
  const self = { host: "a", boot: "b1", pids: "pid:[1]", pid: process.pid, start: "unknown" };
  expect(await liveness({ ...self, boot: "b0" }, self)).toBe("dead");
  expect(await liveness({ ...self, host: "z", boot: "b0" }, self)).toBe("unknown");
  expect(await liveness({ ...self, pids: "pid:[2]" }, self)).toBe("unknown");
  expect(await liveness({ ...self, host: "z", boot: "unknown" }, { ...self, boot: "unknown" })).toBe("unknown");
});

test.each(["", "{", "[]", '{"host":"a"}', '{"host":"a","boot":"b","pids":"p","pid":-1,"start":"s"}', undefined])(
  "rejects the owner %j",
  (text) => {
    expect(parseOwner(text)).toBeUndefined();
  },
);
