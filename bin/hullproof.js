#!/usr/bin/env node
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const here = (path) => join(__dirname, path);
const broughtAlong = here("../node_modules/node/bin/node");
/** Settled when all is done. A published package has only the bundle. */
exports.done =
  Number(process.versions.node.split(".")[0]) < 24
    ? passOn()
    : !existsSync(here("../src")) || require("./bundle-is-current.js").bundleIsCurrent()
      ? require("./program.js").done
      : runSources();

let settled = false;
void exports.done.finally(() => (settled = true));
process.on("exit", () => {
  // As Node does for a module that waits for what never comes: what has not answered has not passed.
  if (!settled && process.exitCode === undefined) process.exitCode = 13;
});

async function runSources() {
  const code = require("./code-folder.js").codeFolder();
  if (code !== undefined) require("node:module").enableCompileCache(code);
  const { done } = await import("../src/cli.ts");
  await done;
}

async function passOn() {
  if (existsSync(broughtAlong)) {
    const { passOn: run } = await import("../scripts/setup/pass-on.mjs");
    process.exitCode = await run(broughtAlong, [__filename, ...process.argv.slice(2)], process.cwd());
    return;
  }
  process.stderr.write(
    `hullproof needs Node 24 or newer, this is ${process.version}.\n  Run it as: npx --allow-scripts=node -p node@24 -p hullproof hullproof\n`,
  );
  process.exitCode = 2;
}
