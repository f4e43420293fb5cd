// `npm run test:unit [-- ARGUMENTS OF VITEST]`: the inner loop. Needs nothing but Node; checks nothing and starts no engine.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { ensureModules, projectNode } from "./setup/modules.mjs";
import { passOn } from "./setup/pass-on.mjs";

const node = (await ensureModules()) ? projectNode() : undefined;
// Some tests start the command line, which takes three times as long from its sources.
if (node !== undefined && !bundleIsCurrent()) await passOn(node, ["scripts/build.mjs"]);
process.exitCode =
  node === undefined
    ? 2
    : await passOn(node, [
        "node_modules/vitest/vitest.mjs",
        "run",
        "--project",
        "unit",
        "--maxWorkers=100%",
        ...process.argv.slice(2),
      ]);
