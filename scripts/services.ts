// `npm run services [-- NAME... --resume --slim --learn-only --table --before DIR --results DIR]`: see docs/services.md.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalog } from "./services/harness/catalog.ts";
import { measureSlim, slimTable, type SlimMeasured } from "./services/harness/slim.ts";
import { measure, readResult, type Result } from "./services/harness/measure.ts";
import { serviceTable } from "./services/harness/table.ts";

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    resume: { type: "boolean", default: false },
    /** Learn, and measure nothing else. */
    "learn-only": { type: "boolean", default: false },
    /** Remove packages as `harden --slim` does, and judge the result without any profile. */
    slim: { type: "boolean", default: false },
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
const slimmed: SlimMeasured[] = [];
for (const service of wanted) {
  const say = (text: string): void => void process.stderr.write(`${service.name}: ${text}\n`);
  if (values.slim) {
    slimmed.push(await measureSlim(service, values.results, say));
    continue;
  }
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
console.log(values.slim ? slimTable(slimmed) : serviceTable(results));
