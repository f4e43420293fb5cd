// `npm run demo [-- python|typescript|all]`: set up, then demo.ts with the project's own Node.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { passOn } from "./setup/pass-on.mjs";
import { setup } from "./setup.mjs";

// What the demo says to try next starts twice as fast from the bundle; without one the sources run as they are.
const { node } = await setup("demo", async (own) => {
  if (!bundleIsCurrent()) await passOn(own, ["scripts/build.mjs"]);
});
process.exitCode = await passOn(node, ["scripts/demo.ts", ...process.argv.slice(2)]);
