import { expect, test } from "vitest";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { learnPingGroups, pingGroups } from "./ping-groups.ts";

/** Passes with these ranges alone, and remembers what it was asked. */
async function learnt(passing: readonly string[], current: Restrictions) {
  const asked: string[] = [];
  const run = async (_: string, { sysctls = {} }: Restrictions): Promise<ExperimentResult> => {
    const value = sysctls[pingGroups] ?? "";
    expect(sysctls).toEqual({ ...current.sysctls, [pingGroups]: value });
    asked.push(value);
    return { passes: passing.includes(value), problem: "no ping", trials: [] };
  };
  const { value, tried } = await learnPingGroups({ run }, current);
  expect(tried).toHaveLength(asked.length);
  return { value, asked };
}

test.each<[Restrictions["user"], readonly string[]]>([
  ["1000:1001", ["1001 1001", "0 65535"]],
  ["0:0", ["0 0", "0 65535"]],
  ["0:5", ["5 5", "0 65535"]],
  ["root", ["0 0", "0 65535"]],
  ["root:wheel", ["0 0", "0 65535"]],
  ["", ["0 0", "0 65535"]],
  // Its group is in /etc/passwd.
  ["1000", ["0 65535"]],
  ["app", ["0 65535"]],
  ["app:app", ["0 65535"]],
  ["1000:app", ["0 65535"]],
  [undefined, ["0 65535"]],
])("user %j: tries the narrowest range first, and accepts Docker's without a trial", async (user, ranges) => {
  const current = { sysctls: { "net.ipv4.ip_unprivileged_port_start": "0" }, ...(user !== undefined && { user }) };
  expect(await learnt([], current)).toEqual({ value: "0 2147483647", asked: ranges });
  for (const [at, value] of ranges.entries())
    expect(await learnt([value], current)).toEqual({ value, asked: ranges.slice(0, at + 1) });
});
