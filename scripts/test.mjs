// `npm test [-- ARGUMENTS OF VITEST]`: set up, check, then all tests with the project's own Node.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { check } from "./check.mjs";
import { passOn } from "./setup/pass-on.mjs";
import { setup } from "./setup.mjs";

const { node } = await setup("test");
if (await check()) {
  // Hundreds of tests start the command line; without a bundle they start its sources.
  if (!bundleIsCurrent()) await passOn(node, ["scripts/build.mjs"]);
  process.exitCode = await passOn(node, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)]);
} else {
  // Closes as a test run does, so that a CI reads it as what it is.
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
