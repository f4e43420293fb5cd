// `npm test [-- ARGUMENTS OF VITEST]`: set up, check, then all tests with the project's own Node.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { check } from "./check.mjs";
import { passOn } from "./setup/pass-on.mjs";
import { setup } from "./setup.mjs";

// Without a bundle the hundreds of command lines that tests start would be its sources.
const { node, meantime: isFine } = await setup(
  "test",
  async (own) => (await check()) && (bundleIsCurrent() || (await passOn(own, ["scripts/build.mjs"])) === 0),
);
if (isFine) process.exitCode = await passOn(node, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)]);
else {
  // Closes as a test run does, so that a CI reads it as what it is.
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
