// `npm run test:unit [-- ARGUMENTS OF VITEST]`: the inner loop. Needs nothing but Node; checks nothing and starts no engine. `npm run test:watch` stays and
// runs the tests of what changes; `npm run test:times` runs the slow ones, too, and writes down what each file takes.
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { ensureModules, projectNode } from "./setup/modules.mjs";
import { passOn } from "./setup/pass-on.mjs";

const watches = process.argv.includes("--watch");
const times = process.argv.includes("--times");
const node = (await ensureModules()) ? projectNode() : undefined;
// Some tests start the command line, which takes three times as long from its sources.
if (node !== undefined && !bundleIsCurrent()) await passOn(node, ["scripts/build.mjs"]);
process.exitCode =
  node === undefined
    ? 2
    : await passOn(node, [
        "node_modules/vitest/vitest.mjs",
        ...(watches ? [] : ["run"]),
        "--project",
        times ? "unit*" : "unit",
        "--maxWorkers=100%",
        ...(times ? ["--reporter=default", "--reporter=./test/measured-times.ts"] : []),
        ...process.argv.slice(2).filter((option) => option !== "--times"),
      ]);
