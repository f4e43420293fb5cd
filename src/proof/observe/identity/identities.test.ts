import { expect, test } from "vitest";
import { finalUser, isZombieOf, mapped } from "./identities.ts";

test("reports ids in the numbering of the container's user namespace", () => {
  expect(mapped("         0          0 4294967295\n", 1000)).toBe(1000);
  expect(mapped("0 100000 65536\n", 101_000)).toBe(1000);
  expect(mapped("0 1000 1\n1 100000 65536\n", 1000)).toBe(0);
  expect(mapped("0 100000 65536\n", 5)).toBeUndefined();
  expect(mapped("", 5)).toBeUndefined();
});

test("takes the final user from the main process, then from its workers", () => {
  const [root, worker] = [
    { uid: 0, gid: 0 },
    { uid: 33, gid: 33 },
  ];
  expect(finalUser({ main: worker, all: [worker], zombies: 0 })).toEqual(worker);
  expect(finalUser({ main: root, all: [root, worker], zombies: 0 })).toEqual(worker);
  expect(finalUser({ main: root, all: [root], zombies: 0 })).toBeUndefined();
  expect(finalUser(undefined)).toBeUndefined();
});

test("detects a zombie by its state and parent, whatever its name", () => {
  expect(isZombieOf("61 (a) Z 7 b) Z 50 61 50 0", 50)).toBe(true);
  expect(isZombieOf("61 (sh) Z 51 61 50 0", 50)).toBe(false);
  expect(isZombieOf("61 (Z 50) S 50 61 50 0", 50)).toBe(false);
  expect(isZombieOf("", 50)).toBe(false);
});
