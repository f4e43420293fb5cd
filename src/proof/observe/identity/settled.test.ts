import { expect, test } from "vitest";
import { type Looked, settled } from "./settled.ts";

function process(key: string, uid: number, program = "/usr/sbin/dnsmasq"): Looked {
  const ids = [uid, uid, uid, uid];
  return { key, states: [{ program, parents: [], uids: ids, gids: ids, groups: [], root: "/" }] };
}

test("a server that is ready before it steps down counts as what it is then", () => {
  expect(settled([process("7/1", 0)], [process("7/1", 999)])).toEqual([process("7/1", 999)]);
});

test("one that stays root stays root, in the first look as well", () => {
  expect(settled([process("7/1", 0)], [process("7/1", 0)])).toEqual([process("7/1", 0)]);
});

test("one that becomes root again counts as root from the first look on", () => {
  expect(settled([process("7/1", 999)], [process("7/1", 0)])).toEqual([process("7/1", 0)]);
});

test("a process that has ended, whose number is another's, or that executed something else counts as what it was", () => {
  const first = [process("7/1", 0)];
  expect(settled(first, [])).toEqual(first);
  expect(settled(first, [process("7/2", 999)])).toEqual(first);
  expect(settled(first, [process("7/1", 999, "/usr/bin/other")])).toEqual(first);
  // What came later is of the later look.
  expect(settled([], [process("8/1", 0)])).toEqual([]);
});
