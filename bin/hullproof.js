#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// A checkout runs its sources, by type stripping; a published package has only what was built from them.
const cli = existsSync(here("../src/cli.ts")) ? here("../src/cli.ts") : here("../dist/cli.js");
const broughtAlong = here("../node_modules/node/bin/node");
if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import(pathToFileURL(cli).href);
} else if (existsSync(broughtAlong)) {
  const { passOn } = await import("../scripts/setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, [cli, ...process.argv.slice(2)], process.cwd());
} else {
  process.stderr.write(
    `hullproof needs Node 24 or newer, this is ${process.version}.\n  Run it as: npx -p node@24 -p hullproof hullproof\n`,
  );
  process.exitCode = 2;
}
