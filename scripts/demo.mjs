// `npm run demo [-- python|typescript|all]`: set up, then demo.ts with the project's own Node.
import { passOn } from "./setup/pass-on.mjs";
import { setup } from "./setup.mjs";

const { node } = await setup("demo");
process.exitCode = await passOn(node, ["scripts/demo.ts", ...process.argv.slice(2)]);
