// `npm run services [-- NAME... --resume --learn-only --table --before DIR --results DIR]`: see docs/services.md.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalog } from "./services/harness/catalog.ts";
import { measure, readResult, type Result } from "./services/harness/measure.ts";
import { serviceTable } from "./services/harness/table.ts";

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    resume: { type: "boolean", default: false },
    /** Learn, and measure nothing else. */
    "learn-only": { type: "boolean", default: false },
    /** Print what was measured; measure nothing. */
    table: { type: "boolean", default: false },
    /** A checkout of other sources, whose learn is timed as well. */
    before: { type: "string" },
    results: { type: "string", default: join(root, ".services") },
  },
});
const all = await catalog();
const unknown = positionals.filter((name) => !all.some((service) => service.name === name));
if (unknown.length > 0)
  throw new Error(`no such service: ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}`);
const wanted = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));

const results: Result[] = [];
for (const service of wanted) {
  const say = (text: string): void => void process.stderr.write(`${service.name}: ${text}\n`);
  const { before } = values;
  const options = {
    root,
    results: values.results,
    resume: values.resume,
    learnOnly: values["learn-only"],
    say,
    ...(before === undefined ? {} : { before }),
  };
  const result = values.table
    ? await readResult(join(values.results, `${service.name}.json`))
    : await measure(service, options);
  if (result === undefined) continue;
  if (result.trouble !== undefined) say(result.trouble);
  results.push(result);
}
console.log(serviceTable(results));
