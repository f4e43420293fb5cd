// `npm run build`: the sources as one bundle in dist/, split where a verb or a format is loaded on demand.
// One file starts several times faster than 300 modules do; bin/hullproof.js prefers it while no source is newer.
// Its files are CommonJS: only of such scripts can bin/program.js keep what was compiled while they ran.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chunkNames } from "./build/chunks.mjs";
import { writeTypes } from "./build/types.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const broughtAlong = join(root, "node_modules/node/bin/node");

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
        // A default import is the module itself, for which bin/program.js has a stand-in.
        chunk.code = chunk.code
          .replace(
            /\b(\w+)=require_rolldown_runtime\.(\w+)\(\1,1\)/g,
            '$1=require_rolldown_runtime.$2($1[Symbol.for("hullproof.module")]??$1,1)',
          )
          .trimEnd()
          .replace(all, (found) => found.replace(one, "exports.$1=$2;"));
  },
};

if (Number(process.versions.node.split(".")[0]) >= 24) await build().catch(excuse);
else if (existsSync(broughtAlong)) {
  const { passOn } = await import("./setup/pass-on.mjs");
  process.exitCode = await passOn(broughtAlong, process.argv.slice(1));
} else excuse(new Error(`this is Node ${process.version}, and the bundler needs Node 24`));

async function build() {
  const [{ rolldown }, { lateTexts }, { codeStamps }] = await Promise.all([
    import("rolldown"),
    import("./build/late-texts.mjs"),
    import("./build/stamps.ts"),
  ]);
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const types = writeTypes();
  let nameOf;
  let stamps;
  const graph = {
    name: "graph",
    buildEnd() {
      nameOf = chunkNames(this, join(root, "src"));
      stamps = codeStamps(this, root);
    },
    renderChunk(code) {
      return code.includes("@stamp:") ? { code: code.replace(/@stamp:(\w+)/g, (_, part) => stamps.get(part)) } : null;
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
    // An optional peer, which is looked for where it is used.
    external: ["@electric-sql/pglite"],
    preserveEntrySignatures: "allow-extension",
    cwd: root,
    logLevel: "warn",
    // What is asked for late by one verb and early by another is for chunkNames to place.
    checks: { ineffectiveDynamicImport: false },
    plugins: [graph, lateTexts(join(root, "src/rules")), plainExports],
  });
  const { output } = await bundle.write({
    dir: join(root, "dist"),
    format: "cjs",
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
    codeSplitting: {
      groups: [{ name: (id) => nameOf(id), debugName: "calls", includeDependenciesRecursively: false }],
    },
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

function excuse(error) {
  process.stderr.write(`hullproof: no bundle was built: ${error.message}\n`);
  process.exitCode = 2;
}
