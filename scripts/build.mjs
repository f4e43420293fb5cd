// `npm run build`: the sources as one bundle in dist/, split where a verb or a format is loaded on demand.
// One file starts several times faster than 300 modules do; bin/hullproof.js prefers it while no source is newer.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const broughtAlong = join(root, "node_modules/node/bin/node");
const optional = process.argv.includes("--if-possible");

if (Number(process.versions.node.split(".")[0]) >= 24) await build().catch(excuse);
else if (existsSync(broughtAlong)) {
  const { passOn } = await import("./setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, process.argv.slice(1));
} else excuse(new Error(`this is Node ${process.version}, and the bundler needs Node 24`));

async function build() {
  const { rolldown } = await import("rolldown");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const bundle = await rolldown({ input: join(root, "src/cli.ts"), platform: "node", cwd: root, logLevel: "warn" });
  await bundle.write({ dir: join(root, "dist"), format: "esm", chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
}

/** After an installation the bundle is a convenience: without it the sources run as they are. */
function excuse(error) {
  process.stderr.write(`hullproof: no bundle was built: ${error.message}\n`);
  if (!optional) process.exitCode = 2;
}
