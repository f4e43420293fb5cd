"use strict";
// Runs the bundle with the compiled code of earlier calls. Node keeps of a module what is compiled before its first line runs; the functions that a start
// calls are compiled after it, again each time, which was a quarter of a check. What is kept here is written once a call has run (docs/benchmarks.md).
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");
const { setFlagsFromString } = require("node:v8");
const { crc32 } = require("node:zlib");
const { codeFolder } = require("./code-folder.js");

const dist = join(__dirname, "../dist");
const entry = "cli.cjs";
/** Of the source and of the compiled code, before the code: V8 looks at neither, and code that a disk has damaged ends the process. */
const headBytes = 8;
/** Code of versions that are gone is removed; what was still of use is made again by the next call. */
const keptMs = 30 * 86_400_000;

/** Of Node's own modules, those that are asked in every loop. The others are loaded when a call needs them: together they take longer than all our code. */
const early = new Set(["node:fs", "node:path"]);

/** Names the module itself, for who imports its default: scripts/build.mjs. */
const itself = Symbol.for("hullproof.module");

/**
 * Calls of a function before V8's compilers take it up. Most calls of ours end within a second or two, of which compilers took a third for code that then hardly ran; in longer
 * ones these counts are soon reached. Set before any code is loaded: kept code depends on all flags. Later versions of Node may have others.
 */
const delays = { maglev: 3_000, "maglev-osr": 500, turbofan: 200_000, osr: 50_000 };
if (/^2[4-6]\./.test(process.versions.node))
  for (const [compiler, calls] of Object.entries(delays))
    setFlagsFromString(`--invocation-count-for-${compiler}=${calls}`);

// For rules of a user's own, which are modules: see src/pipeline/custom-rules/load-rule.ts.
globalThis[Symbol.for("hullproof.import")] = (url) => import(url);
// For runs of minutes, in which an upgrade may replace these files: see src/pipeline/host/hold-program.ts.
globalThis[Symbol.for("hullproof.hold")] = hold;

const folder = codeFolder();
const kept = folder && join(folder, `bundle-${process.version}-${process.arch}`);
const modules = new Map();
/** Sources that were read before they are asked for. */
const held = new Map();
const scripts = [];

if (kept !== undefined) process.on("exit", keep);
/** Settled when all is done, as that of src/cli.ts. */
exports.done = load(entry).completion;

function load(name) {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  // A thread that the bundle starts begins where this one began.
  const filename = name === entry ? __filename : join(dist, name);
  try {
    compiled(name).runInThisContext()(module.exports, required, module, filename, dist);
  } catch (error) {
    // Half of a module is not handed to the next that asks for it.
    modules.delete(name);
    throw error;
  }
  return module.exports;
}

function required(id) {
  if (id.startsWith("./")) return load(id.slice(2));
  // Libraries in CommonJS, which write no `node:`, may call or extend the module itself.
  return early.has(id) || !id.startsWith("node:") ? require(id) : lateModule(id);
}

/** The module is loaded when the first of its names is asked for. */
function lateModule(id) {
  let found;
  return new Proxy({}, { get: (_, name) => ((found ??= require(id)), name === itself ? found : found[name]) });
}

function hold() {
  for (const name of readdirSync(dist))
    if (name.endsWith(".cjs") && !modules.has(name)) held.set(name, readFileSync(join(dist, name), "utf8"));
}

function compiled(name) {
  const path = join(dist, name);
  const source = held.get(name) ?? readFileSync(path, "utf8");
  const before = "(function(exports,require,module,__filename,__dirname){";
  const sum = crc32(source);
  const cachedData = kept && readKept(join(kept, name), sum);
  const script = new Script(`${before}${source}\n})`, {
    filename: path,
    columnOffset: -before.length,
    cachedData,
  });
  scripts.push({ name, sum, script, isNew: cachedData === undefined, isOther: script.cachedDataRejected === true });
  return script;
}

function readKept(path, sum) {
  try {
    const bytes = readFileSync(path);
    const code = bytes.subarray(headBytes);
    return bytes.readUInt32LE(0) === sum && bytes.readUInt32LE(4) === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Once a part of a call was compiled, all of it: what came from the folder goes back with what the call has added. Code of other flags of V8's
 * (NODE_OPTIONS) goes alone. A folder that cannot be written is no error.
 */
function keep() {
  const all = scripts.some(({ isNew }) => isNew);
  const wanted = scripts.filter(({ isOther }) => all || isOther);
  if (wanted.length === 0) return;
  try {
    mkdirSync(kept, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(kept))
      if (Date.now() - statSync(join(kept, name)).mtimeMs > keptMs) rmSync(join(kept, name));
    for (const { name, sum, script } of wanted) write(join(kept, name), sum, script.createCachedData());
  } catch {
    // Another call removed or wrote it meanwhile, or nothing can be written: the next one compiles.
  }
}

function write(path, sum, code) {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(sum, 0);
  head.writeUInt32LE(crc32(code), 4);
  const beside = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  try {
    writeFileSync(beside, Buffer.concat([head, code]), { flag: "wx", mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
