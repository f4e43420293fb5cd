import { expect, test } from "vitest";
import type { Lab } from "./lab.ts";
import { missingUser } from "./missing-user.ts";

/** Where no process can be looked at, the image's text is all there is; nothing is run for a user in numbers. */
const labOf = (user: string) => ({ imageSummary: { user } }) as unknown as Lab;

test.each([
  ["", "0:0"],
  ["root", "0:0"],
  ["1000:1000", "1000:1000"],
])("a user that is lifted leaves the image's own: USER %j -> %s", async (user, own) => {
  const { culprit, detail, widen } = await missingUser(labOf(user), { user: "10001:10001" });
  expect(culprit).toBe("user 10001:10001");
  expect(detail).toContain(own);
  expect(widen({ user: "10001:10001", pids: 9 })).toEqual({ user: own, pids: 9 });
});
