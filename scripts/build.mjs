// `npm run build`: the sources as one bundle in dist/, split where a verb or a format is loaded on demand.
// One file starts several times faster than 300 modules do; bin/hullproof.js prefers it while no source is newer.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const broughtAlong = join(root, "node_modules/node/bin/node");
const optional = process.argv.includes("--if-possible");

// Each file that is loaded costs half a millisecond. Together with all that they import and that none before them has, these are one file each.
const groups = [
  // What every start needs.
  {
    name: "app",
    test: /[\\/]src[\\/](?:commands[\\/]app\.ts$|supervision[\\/]run-here\.ts$|domain[\\/]|pipeline[\\/](?:check[\\/]settings|image[\\/]image-target)\.ts$)/,
  },
  { name: "check", test: /[\\/]src[\\/]pipeline[\\/]check[\\/]check\.ts$/ },
  { name: "inspect", test: /[\\/]src[\\/]pipeline[\\/]inspect\.ts$/ },
  { name: "read-facts", test: /[\\/]src[\\/]pipeline[\\/]image[\\/]read-facts\.ts$/ },
  { name: "terminal", test: /[\\/]src[\\/]reports[\\/]terminal\.ts$/ },
];

if (Number(process.versions.node.split(".")[0]) >= 24) await build().catch(excuse);
else if (existsSync(broughtAlong)) {
  const { passOn } = await import("./setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, process.argv.slice(1));
} else excuse(new Error(`this is Node ${process.version}, and the bundler needs Node 24`));

async function build() {
  const { rolldown } = await import("rolldown");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const bundle = await rolldown({ input: join(root, "src/cli.ts"), platform: "node", cwd: root, logLevel: "warn" });
  await bundle.write({
    dir: join(root, "dist"),
    format: "esm",
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups },
  });
  await bundle.close();
  writeFileSync(join(root, "dist/licenses.txt"), licenses());
}

/** The bundle holds the run-time dependencies, so their licences go with it. */
function licenses() {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.keys(dependencies)
    .map((name) => {
      const folder = join(root, "node_modules", name);
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** After an installation the bundle is a convenience: without it the sources run as they are. */
function excuse(error) {
  process.stderr.write(`hullproof: no bundle was built: ${error.message}\n`);
  if (!optional) process.exitCode = 2;
}
