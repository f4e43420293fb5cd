// `npm run faults [-- --kills N --seed N --within MS]`: SIGKILLs of learn and harden at random moments; what is left of them in the end.
import { parseArgs } from "node:util";
import { connect } from "../src/sources/engine/client/connect.ts";
import { killAtRandom } from "../test/faults/killed-at-random.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string" },
    within: { type: "string", default: "15000" },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const kills = Number(values.kills);
console.log(`faults: seed ${seed}, ${kills} kills`);
const { code, told, left, early } = await killAtRandom(await connect(), {
  seed,
  kills,
  withinMs: Number(values.within),
  say: console.log,
});
for (const line of left) console.log(`left: ${line}`);
const good = left.length === 0 && (code === 0 || code === 1);
if (!good) console.log(told.slice(-3_000));
console.log(
  `faults: ${kills} kills, ${early} of them too late; the run after them ended with ${code}; ${left.length} things left`,
);
console.log(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exitCode = good ? 0 : 1;
