#!/usr/bin/env node
import { existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// A published package has only the bundle.
const bundled = !existsSync(here("../src")) || (await import("./bundle-is-current.js")).bundleIsCurrent();
const cli = bundled ? here("../dist/cli.js") : here("../src/cli.ts");
const broughtAlong = here("../node_modules/node/bin/node");
if (Number(process.versions.node.split(".")[0]) >= 24) {
  // Compiled code is kept beside the other caches: half of the start-up time. A folder that cannot be written is no error.
  const { HULLPROOF_CACHE, XDG_CACHE_HOME } = process.env;
  const code = join(HULLPROOF_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof"), "code");
  if (isOwn(code)) module.enableCompileCache(code);
  const { done } = await import(pathToFileURL(cli).href);
  await done;
} else if (existsSync(broughtAlong)) {
  const { passOn } = await import("../scripts/setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, [here("hullproof.js"), ...process.argv.slice(2)], process.cwd());
} else {
  process.stderr.write(
    `hullproof needs Node 24 or newer, this is ${process.version}.\n  Run it as: npx --allow-scripts=node -p node@24 -p hullproof hullproof\n`,
  );
  process.exitCode = 2;
}

/**
 * Only this user and root can write there and above: what lies in it runs as our code. A group that may write has to be the user's own. Whoever called sudo is somebody else.
 */
function isOwn(folder) {
  const uid = process.geteuid?.();
  if (uid === undefined) return true;
  try {
    let at = folder;
    while (!lstatSync(at, { throwIfNoEntry: false }) && dirname(at) !== at) at = dirname(at);
    // In a sticky folder others replace nothing, but they add what they like.
    if (at === folder && (statSync(at).mode & 0o002) !== 0) return false;
    for (at = realpathSync(at); ; at = dirname(at)) {
      const { uid: owner, gid, mode } = lstatSync(at);
      const others = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0 && gid !== uid);
      if ((owner !== 0 && owner !== uid) || (others && (mode & 0o1000) === 0)) return false;
      if (dirname(at) === at) return true;
    }
  } catch {
    return false;
  }
}
