import { expect, test } from "vitest";
import { isRootUser } from "../../../text/is-root-user.ts";

test.each([
  ["", true],
  ["root", true],
  ["0", true],
  ["0:0", true],
  ["root:adm", true],
  ["1000", false],
  ["rooty", false],
  ["app:root", false],
  ["10:0", false],
])("is %j root: %s", (user, root) => {
  expect(isRootUser(user)).toBe(root);
});
