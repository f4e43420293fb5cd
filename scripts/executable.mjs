// `npm run executable [-- --output FILE]`: hullproof and Node as one file that needs neither (Node's own single executable application).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleIsCurrent } from "../bin/bundle-is-current.js";
import { passOn } from "./setup/pass-on.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const broughtAlong = join(root, "node_modules/node/bin/node");
/** Where Node looks whether it holds an application (its documentation of single executables). */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

if (Number(process.versions.node.split(".")[0]) >= 24) await build();
else process.exitCode = await passOn(broughtAlong, process.argv.slice(1));

async function build() {
  const { values } = parseArgs({ options: { output: { type: "string", default: join(root, "build/hullproof") } } });
  const output = resolve(values.output);
  // A published package has only the bundle; tests that run it beside this must not see it replaced.
  if (existsSync(join(root, "src")) && !bundleIsCurrent())
    execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
  const scratch = mkdtempSync(join(tmpdir(), "hullproof-executable-"));
  try {
    const { program, index } = embedded();
    writeFileSync(join(scratch, "program"), program);
    writeFileSync(join(scratch, "index"), JSON.stringify(index));
    writeFileSync(join(scratch, "main.cjs"), first());
    writeFileSync(
      join(scratch, "sea.json"),
      JSON.stringify({
        main: join(scratch, "main.cjs"),
        output: join(scratch, "blob"),
        disableExperimentalSEAWarning: true,
        assets: { program: join(scratch, "program"), index: join(scratch, "index") },
      }),
    );
    execFileSync(process.execPath, ["--experimental-sea-config", join(scratch, "sea.json")], { stdio: "ignore" });
    mkdirSync(dirname(output), { recursive: true });
    const beside = `${output}.${process.pid}`;
    copyFileSync(process.execPath, beside);
    try {
      chmodSync(beside, 0o755);
      const { inject } = await import("postject");
      await inject(beside, "NODE_SEA_BLOB", readFileSync(join(scratch, "blob")), { sentinelFuse: fuse });
      renameSync(beside, output);
    } finally {
      rmSync(beside, { force: true });
    }
    const version = execFileSync(output, ["--version"], { encoding: "utf8" }).trim();
    const mebibytes = (statSync(output).size / 1_048_576).toFixed(0);
    console.log(
      `${output}: hullproof ${version} with Node ${process.version} for ${process.platform} ${process.arch}, ${mebibytes} MiB`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The one script that Node runs of it: nothing can be imported before there are files. */
function first() {
  const source = readFileSync(join(root, "bin/code-folder.js"), "utf8");
  const functions = ["isOwn", "isInCheckout", "realOf"].map((name) => {
    const [text] = new RegExp(`^function ${name}\\(\\w+\\) \\{\\n[^]*?\\n\\}\\n`, "m").exec(source) ?? [];
    if (text === undefined) throw new Error(`bin/code-folder.js has no function ${name}`);
    return text;
  });
  const needs = `const { existsSync, realpathSync, statSync } = require("node:fs");
const { userInfo } = require("node:os");
const { resolve } = require("node:path");`;
  return ['"use strict";', needs, ...functions, readFileSync(join(root, "scripts/executable/main.cjs"), "utf8")].join(
    "\n",
  );
}

/** What a published package holds, one after the other; the same sources give the same hash. */
function embedded() {
  const names = [
    "package.json",
    "LICENSE",
    "bin/code-folder.js",
    "bin/docker-plugin.js",
    "bin/package.json",
    "bin/program.js",
    "dist",
    "docs/schema",
  ]
    .flatMap((one) => {
      const path = join(root, one);
      if (!statSync(path).isDirectory()) return [path];
      return readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        // Types are for whoever imports the package.
        entry.isFile() && !entry.name.endsWith(".d.ts") ? [join(entry.parentPath, entry.name)] : [],
      );
    })
    .map((path) => relative(root, path))
    .toSorted((one, other) => (one < other ? -1 : 1));
  const files = [];
  const parts = [];
  let at = 0;
  for (const path of names) {
    const content = readFileSync(join(root, path));
    files.push({ path, at, size: content.length });
    parts.push(content);
    at += content.length;
  }
  const program = Buffer.concat(parts);
  const hash = createHash("sha256").update(JSON.stringify(files)).update(program).digest("hex").slice(0, 32);
  return { program, index: { hash, files } };
}
