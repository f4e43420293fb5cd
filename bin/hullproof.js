#!/usr/bin/env node
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const here = (path) => join(__dirname, path);
const broughtAlong = here("../node_modules/node/bin/node");
const install = `cd ${join(__dirname, "..")} && npm ci`;
/**
 * Packages with Node itself, by system; the processor follows. The package \`node\` would fetch one of them with an install script, which npm 12 does not run unasked and
 * npm 11.19 not when it is asked for on the command line of npx.
 */
const nodePackages = {
  linux: "node-linux",
  darwin: process.arch === "arm64" ? "node-bin-darwin" : "node-darwin",
  win32: "node-win",
};
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
  let cli;
  try {
    cli = await import("../src/cli.ts");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || existsSync(here("../node_modules"))) throw error;
    return refuse("the packages of this checkout are not installed yet", `Run: ${install}`);
  }
  await cli.completion;
}

async function passOn() {
  if (existsSync(broughtAlong)) {
    const { passOn: run } = await import("../scripts/setup/pass-on.mjs");
    process.exitCode = await run(broughtAlong, [__filename, ...process.argv.slice(2)], process.cwd());
    return;
  }
  const bringing = nodePackages[process.platform];
  const hint = existsSync(here("../src"))
    ? `This checkout brings one along: ${install}`
    : bringing === undefined
      ? "Install it, and run again."
      : `Run it as: npx -p ${bringing}-${process.arch}@24 node ${JSON.stringify(__filename)}`;
  refuse(`Node 24 or newer is needed, this is ${process.version}`, hint);
}

function refuse(what, hint) {
  process.stderr.write(`hullproof: ${what}\n  ${hint}\n`);
  process.exitCode = 2;
}
