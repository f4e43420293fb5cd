// Prints the patterns that the named modules make while they are loaded, one JSON object a line: what stands in
// `new RegExp(...)` cannot be read from the source.
import { fileURLToPath, pathToFileURL } from "node:url";

const found = new Map();
const Real = globalThis.RegExp;
globalThis.RegExp = new Proxy(Real, {
  construct(target, args, newTarget) {
    const made = Reflect.construct(target, args, newTarget === globalThis.RegExp ? target : newTarget);
    const [, file] = /(file:[^\s)]*\/src\/[^\s):]*\.ts)/.exec(new Error().stack ?? "") ?? [];
    if (file !== undefined) {
      found.set(`${made.source}/${made.flags}`, { source: made.source, flags: made.flags, at: fileURLToPath(file) });
    }
    return made;
  },
});
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
for (const one of found.values()) process.stdout.write(`${JSON.stringify(one)}\n`);
