import { expect, test } from "vitest";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { missingUser } from "./missing-user.ts";

/** Where no process can be looked at, the image's text is all there is; nothing is run for a user in numbers. */
const runnerOf = (user: string) => ({ imageSummary: { user } }) as unknown as ExperimentRunner;

test.each([
  ["1000:1000", "10001:10001", "1000:1000"],
  ["101:0", "1000:1000", "101:0"],
  ["", "0:0", "0:0"],
])("lifting the user restores the image's: USER %j under %s -> %s", async (user, profile, own) => {
  const { culprit, detail, widen } = await missingUser(runnerOf(user), { user: profile });
  expect(culprit).toBe(`user ${profile}`);
  expect(detail).toContain(own);
  expect(widen({ user: profile, pids: 9 })).toEqual({ user: own, pids: 9 });
});
