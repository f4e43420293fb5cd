// A program that the test of killed traces starts and kills: it traces all that learning traces, tells its run, and hangs.
import { observeCapabilities } from "../../src/proof/observe/capabilities.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openRun } from "../../src/sources/engine/run/open-run.ts";

const run = await openRun(await connect());
await observeCapabilities(run);
await observeSystem(run, []);
process.stdout.write(`${run.id}\n`);
setInterval(() => {}, 1000);
