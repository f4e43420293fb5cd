// `npm run test:unit [-- ARGUMENTS OF VITEST]`: the inner loop. Needs nothing but Node; checks nothing and starts no engine.
import { ensureModules, projectNode } from "./setup/modules.mjs";
import { passOn } from "./setup/pass-on.mjs";

const node = (await ensureModules()) ? projectNode() : undefined;
process.exitCode =
  node === undefined
    ? 2
    : await passOn(node, ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", ...process.argv.slice(2)]);
