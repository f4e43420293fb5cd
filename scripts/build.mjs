// `npm run build`: the sources as one bundle in dist/, split where a verb or a format is loaded on demand.
// One file starts several times faster than 300 modules do; bin/hullproof.js prefers it while no source is newer.
// Its files are CommonJS: only of such scripts can bin/program.js keep what was compiled while they ran.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeTypes } from "./build/types.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const broughtAlong = join(root, "node_modules/node/bin/node");
const optional = process.argv.includes("--if-possible");

// Each file that is loaded costs half a millisecond, and so does each 30 KB that is loaded and not needed. A module goes to the first of these that wants it.
const main = ["supervision/supervise", "supervision/worth-keeping", "pipeline/host/own-process"];
const verb = ["supervision/in-thread", "supervision/run-here", "commands/app", "pipeline/check/settings"];
const texts = ["pipeline/check/check", "sources/shellcheck/run-shellcheck"];
const [known, reading] = [["pipeline/inspect"], ["pipeline/image/read-facts"]];
const groups = [
  // What the thread needs that only waits for a verb; then every start.
  { name: "start", wants: (reached) => reached(main) },
  { name: "app", wants: (reached) => reached(verb) },
  // An image is read without the rules, and a Dockerfile checked without what reads images.
  { name: "files", wants: (reached) => reached(texts).intersection(reached([...known, ...reading])) },
  { name: "inspect", wants: (reached) => reached(known) },
  { name: "known", wants: (reached) => reached(["pipeline/check-image"]).intersection(reached(reading)) },
  { name: "check", wants: (reached) => reached(texts) },
  { name: "read-facts", wants: (reached) => reached(reading) },
  { name: "terminal", wants: (reached) => reached(["reports/terminal"]) },
];

/** The bundler exports each name by a function that returns it, which every call across files would pay for: nothing that is exported here changes. */
const plainExports = {
  name: "plain-exports",
  generateBundle(_, bundle) {
    const one =
      /Object\.defineProperty\(exports,["`]([\w$]+)["`],\{enumerable:true,get:function\(\)\{return ([\w$]+)\}\}\);/g;
    // They stand at the end; what stands before it is a library's own.
    const all = new RegExp(`(?:${one.source})+$`);
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk")
        chunk.code = chunk.code.trimEnd().replace(all, (found) => found.replace(one, "exports.$1=$2;"));
  },
};

if (Number(process.versions.node.split(".")[0]) >= 24) await build().catch(excuse);
else if (existsSync(broughtAlong)) {
  const { passOn } = await import("./setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, process.argv.slice(1));
} else excuse(new Error(`this is Node ${process.version}, and the bundler needs Node 24`));

async function build() {
  const [{ rolldown }, { lateTexts }] = await Promise.all([import("rolldown"), import("./build/late-texts.mjs")]);
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const types = writeTypes();
  let reached;
  const graph = {
    name: "graph",
    buildEnd() {
      reached = reachedIn(this);
    },
  };
  const bundle = await rolldown({
    input: {
      cli: join(root, "src/cli.ts"),
      // What the package exports; what they load, they share with the command line.
      library: join(root, "src/library/index.ts"),
      rules: join(root, "src/library/rules.ts"),
    },
    platform: "node",
    cwd: root,
    logLevel: "warn",
    plugins: [graph, lateTexts(join(root, "src/rules")), plainExports],
  });
  const { output } = await bundle.write({
    dir: join(root, "dist"),
    format: "cjs",
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
    codeSplitting: { groups: groups.map(({ name, wants }) => ({ name, test: (id) => wants(reached).has(id) })) },
  });
  await bundle.close();
  for (const { name, isEntry, exports } of output)
    if (isEntry && name !== "cli") writeFileSync(join(root, `dist/${name}.js`), asModule(name, exports));
  writeFileSync(join(root, "dist/licenses.txt"), licenses());
  await types;
}

/** What the package exports is imported as a module. */
function asModule(name, exports) {
  return `import exported from "./${name}.cjs";\nexport const { ${exports.join(", ")} } = exported;\n`;
}

/** Modules of src with all that they import, but not what they load on demand. */
function reachedIn(graph) {
  const known = new Map();
  return (names) => {
    const key = names.join();
    if (!known.has(key)) known.set(key, reach(names));
    return known.get(key);
  };
  function reach(names) {
    const seen = new Set(names.map((name) => join(root, `src/${name}.ts`)));
    for (const id of seen) {
      const module = graph.getModuleInfo(id);
      if (module === null) throw new Error(`its groups name ${id}, which is no module`);
      for (const next of module.importedIds) seen.add(next);
    }
    return seen;
  }
}

/** The bundle holds the run-time dependencies, so their licenses go with it. */
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
