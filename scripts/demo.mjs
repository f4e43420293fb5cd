// `npm run demo [-- python|typescript|all|fleet]`: set up, then demo.ts or demo/demo-fleet.ts with the project's own Node.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { passOn } from "./setup/pass-on.mjs";
import { setup } from "./setup.mjs";

// What the demo says to try next starts twice as fast from the bundle; without one the sources run as they are.
const [choice, ...options] = process.argv.slice(2);
const isFleet = choice === "fleet";
const { node } = await setup(isFleet ? "fleet" : "demo", async (own) => {
  if (!bundleIsCurrent()) await passOn(own, ["scripts/build.mjs"]);
});
const script = isFleet ? ["scripts/demo/demo-fleet.ts", ...options] : ["scripts/demo.ts", ...process.argv.slice(2)];
process.exitCode = await passOn(node, script);
