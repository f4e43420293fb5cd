// `npm run test:long [-- ARGUMENTS OF VITEST]`: of the tests that have a larger form, all of it, one file after the other. Takes an hour and more.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { passOn } from "./setup/pass-on.mjs";
import { root } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

const { node } = await setup("test");
if (!bundleIsCurrent()) await passOn(node, ["scripts/build.mjs"]);
process.env.HULLPROOF_HEAVY_TESTS = "1";
const files = ["src", "test"]
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((file) => file.endsWith(".test.ts") && readFileSync(join(root, file), "utf8").includes('/long.ts"'));
const vitest = ["node_modules/vitest/vitest.mjs", "run", "--no-file-parallelism"];
process.exitCode = await passOn(node, [...vitest, ...files, ...process.argv.slice(2)]);
