import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ask, root, run, say } from "./run.mjs";

const modules = join(root, "node_modules");
const stamp = join(modules, ".hullproof-setup");

/** Installs node modules when they are missing or older than the lock file. Resolves with false when npm failed. */
export async function ensureModules() {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  if (read(stamp) === hash) return true;
  if (!installedMatches(JSON.parse(lock))) {
    say("installing node modules with `npm ci`: they are missing or older than package-lock.json");
    // npm names itself to the scripts it runs; a plain `node scripts/...` finds it on PATH.
    const npm = process.env.npm_execpath;
    // Quiet about the engines that an older Node does not match: Node 24 comes with the modules.
    const args = ["ci", "--loglevel=error"];
    const code = npm?.endsWith(".js") ? await run(process.execPath, [npm, ...args]) : await run("npm", args);
    if (code !== 0) {
      say("`npm ci` failed; see its message above, then start again");
      return false;
    }
  }
  writeFileSync(stamp, hash);
  return true;
}

/**
 * The Node that runs the project: the one that npm brought along, or this one when it is new enough. Puts the
 * modules' commands first on PATH, which npm itself does only for folders that existed when it started.
 */
export function projectNode() {
  process.env.PATH = [join(modules, ".bin"), process.env.PATH].join(delimiter);
  const own = join(modules, "node", "bin", "node");
  if (ask(own, ["--version"]) !== undefined) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  say(
    `Node 24 did not come with \`npm ci\` and this is Node ${process.versions.node}; is npm set to ignore install scripts?`,
  );
  say("run `npm rebuild node --ignore-scripts=false`, or install Node 24 or newer");
  return undefined;
}

/** npm writes what it installed into a lock file of its own; a person's `npm install` counts as well as ours. */
function installedMatches(lock) {
  const text = read(join(modules, ".package-lock.json"));
  if (text === undefined) return false;
  const installed = JSON.parse(text).packages;
  const same = (path) => installed[path]?.version === lock.packages[path].version;
  const wanted = Object.keys(lock.packages).filter((path) => path !== "");
  // Optional packages are those of other platforms.
  return wanted.every((path) => same(path) || (lock.packages[path].optional === true && installed[path] === undefined));
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
