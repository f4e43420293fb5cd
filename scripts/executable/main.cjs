// The first code of the single executable. Node runs only this one script of what it embeds, and modules that load each other need files: the
// program is unpacked once into the user's cache, under a name that is the hash of its contents, and each file is compared before any of it runs.
// scripts/executable.mjs puts functions of bin/code-folder.js before it: whether only this user and root can write to a folder, and whether it is in the checkout.
/* global isOwn, isInCheckout */
"use strict";
const {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} = require("node:fs");
const module_ = require("node:module");
const { homedir, tmpdir } = require("node:os");
const { basename, dirname, join } = require("node:path");
const { getAsset } = require("node:sea");

const bytes = Buffer.from(getAsset("program"));
const { hash, files } = JSON.parse(getAsset("index", "utf8"));
const { HULLPROOF_CACHE, XDG_CACHE_HOME } = process.env;
const cache = HULLPROOF_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof");

const folder = unpacked(join(cache, "program", hash)) ?? ownFolder();

let answered = false;
process.on("exit", () => {
  // As Node does for a module that waits for what never comes.
  if (!answered && process.exitCode === undefined) process.exitCode = 13;
});
const load = module_.createRequire(join(folder, "package.json"));
if (isMeant())
  load("./bin/program.js")
    .done.catch((error) => {
      process.exitCode = 1;
      process.stderr.write(`${error.stack}\n`);
    })
    .finally(() => (answered = true));
else answered = true;

/** Under the name docker-hullproof, as a link or a copy, it is a plug-in of docker, which asks for more than the verb. */
function isMeant() {
  if (!/^docker-hullproof(?:\.exe)?$/.test(basename(process.argv0))) return true;
  const how =
    "Link it into ~/.docker/cli-plugins under this name and call `docker hullproof`; under another name it is hullproof.";
  return load("./bin/docker-plugin.js").takeDockersPlace(process, load("./package.json").version, how);
}

/** The folder, with all files in it as they are embedded; undefined where others could write there, or nothing can be written. */
function unpacked(wanted) {
  if (!isOwn(dirname(wanted)) || isInCheckout(wanted)) return undefined;
  try {
    if (holdsAll(wanted)) return wanted;
    mkdirSync(dirname(wanted), { recursive: true, mode: 0o700 });
    const beside = mkdtempSync(`${wanted}.`);
    try {
      write(beside);
      // Damaged, or of another run that was faster.
      rmSync(wanted, { recursive: true, force: true });
      renameSync(beside, wanted);
    } catch (error) {
      rmSync(beside, { recursive: true, force: true });
      if (!holdsAll(wanted)) throw error;
    }
    return isOwn(wanted) ? wanted : undefined;
  } catch {
    return undefined;
  }
}

/** For this run alone. */
function ownFolder() {
  const made = mkdtempSync(join(tmpdir(), "hullproof-program-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  write(made);
  return made;
}

function write(to) {
  for (const { path, at, size } of files) {
    const file = join(to, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fd = openSync(file, "wx", 0o600);
    try {
      for (let done = 0; done < size;) done += writeSync(fd, bytes, at + done, size - done);
    } finally {
      closeSync(fd);
    }
  }
}

function holdsAll(of) {
  try {
    return files.every(({ path, at, size }) => {
      const file = join(of, path);
      return lstatSync(file).isFile() && readFileSync(file).equals(bytes.subarray(at, at + size));
    });
  } catch {
    return false;
  }
}
