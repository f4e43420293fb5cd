import { expect, test } from "vitest";
import { type ProcessLook, settled } from "./settled.ts";

function process(key: string, uid: number, program = "/usr/sbin/dnsmasq"): ProcessLook {
  const ids = [uid, uid, uid, uid];
  return { key, states: [{ program, parents: [], uids: ids, gids: ids, groups: [], root: "/" }] };
}

test("counts a server that is ready before it drops privileges with its later state", () => {
  expect(settled([process("7/1", 0)], [process("7/1", 999)])).toEqual([process("7/1", 999)]);
});

test("counts a server that stays root as root, also in the first sample", () => {
  expect(settled([process("7/1", 0)], [process("7/1", 0)])).toEqual([process("7/1", 0)]);
});

test("counts a server that becomes root again as root from the first sample on", () => {
  expect(settled([process("7/1", 999)], [process("7/1", 0)])).toEqual([process("7/1", 0)]);
});

test("counts an ended, replaced or re-executed process with its first state", () => {
  const first = [process("7/1", 0)];
  expect(settled(first, [])).toEqual(first);
  expect(settled(first, [process("7/2", 999)])).toEqual(first);
  expect(settled(first, [process("7/1", 999, "/usr/bin/other")])).toEqual(first);
  // What came later is of the later look.
  expect(settled([], [process("8/1", 0)])).toEqual([]);
});
