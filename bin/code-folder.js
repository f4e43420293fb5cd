"use strict";
const { lstatSync, realpathSync, statSync } = require("node:fs");
const { homedir } = require("node:os");
const { dirname, join } = require("node:path");

/**
 * Where compiled code is kept: where Node keeps its own (NODE_COMPILE_CACHE), else beside the other caches. Undefined where none is wanted, or where
 * others could put theirs.
 */
exports.codeFolder = () => {
  const { HULLPROOF_CACHE, XDG_CACHE_HOME, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const caches = HULLPROOF_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof");
  const folder = NODE_COMPILE_CACHE || join(caches, "code");
  return isOwn(folder) ? folder : undefined;
};

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
