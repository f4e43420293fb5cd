"use strict";
const { existsSync, lstatSync, realpathSync, statSync } = require("node:fs");
const { homedir, userInfo } = require("node:os");
const { basename, dirname, join, resolve } = require("node:path");

/**
 * Where compiled code is kept: where Node keeps its own (NODE_COMPILE_CACHE), else beside the other caches. Undefined where none is wanted, or where
 * others could put theirs: in the checkout, too, whichever variable names it.
 */
exports.codeFolder = () => {
  const { HULLPROOF_CACHE, XDG_CACHE_HOME, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const caches = HULLPROOF_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof");
  const folder = NODE_COMPILE_CACHE || join(caches, "code");
  return isOwn(folder) && isElsewhere(folder) ? folder : undefined;
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

/** Outside of the checkout; not where the file system can't say: a current folder that is gone, a word that is too long for a path. */
function isElsewhere(folder) {
  try {
    return !isInCheckout(folder);
  } catch {
    return false;
  }
}

/**
 * Whether a folder is in the current folder, in one that a word of this call names, or in the repository around either, as `pathRules` has it for all
 * other files of the caller (src/sources/paths/path-rules.ts), which can't be asked this early: it would be code to compile. CI often sets HOME to a checkout.
 */
function isInCheckout(folder) {
  const places = [resolve(folder), realOf(resolve(folder))];
  const isWithin = (path, above) => path === above || path.startsWith(above.endsWith("/") ? above : `${above}/`);
  let home = "/";
  try {
    home = realOf(userInfo().homedir);
  } catch {
    // A user without an account, as containers have them.
  }
  const isRepository = (path) => existsSync(join(path, ".git"));
  const isHome = (path) => path === home || (isWithin(home, path) && !isRepository(path));
  return [".", ...process.argv.slice(2)].some((word, index) => {
    const path = realOf(resolve(word.replace(/^(?:dockerfile|docker-archive|oci|rootfs|sbom):/, "")));
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    const named = stats.isDirectory() ? path : dirname(path);
    if (isHome(named) && (index === 0 || (named !== path && !isRepository(named)))) return false;
    let checkout = named;
    for (let at = named; !isHome(at) && at !== dirname(at); at = dirname(at)) if (isRepository(at)) checkout = at;
    return checkout !== "/" && places.some((place) => isWithin(place, checkout));
  });
}

/** The real path as far as it exists. */
function realOf(path) {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(realOf(dirname(path)), basename(path));
  }
}
