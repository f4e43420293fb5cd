import { expect, test } from "vitest";
import { finalUser, mapped } from "./identities.ts";

test("ids are told as the container's user namespace numbers them", () => {
  expect(mapped("         0          0 4294967295\n", 1000)).toBe(1000);
  expect(mapped("0 100000 65536\n", 101_000)).toBe(1000);
  expect(mapped("0 1000 1\n1 100000 65536\n", 1000)).toBe(0);
  expect(mapped("0 100000 65536\n", 5)).toBeUndefined();
  expect(mapped("", 5)).toBeUndefined();
});

test("the final user is the main process's, else that of its workers, else nobody's", () => {
  const [root, worker] = [
    { uid: 0, gid: 0 },
    { uid: 33, gid: 33 },
  ];
  expect(finalUser({ main: worker, all: [worker], zombies: 0 })).toEqual(worker);
  expect(finalUser({ main: root, all: [root, worker], zombies: 0 })).toEqual(worker);
  expect(finalUser({ main: root, all: [root], zombies: 0 })).toBeUndefined();
  expect(finalUser(undefined)).toBeUndefined();
});
