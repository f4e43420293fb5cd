// A program that the test of killed traces starts and kills: it traces all that learning traces, tells its run, and hangs.
import { observeCapabilities } from "../../src/proof/observe/capabilities.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";

const session = await openEngineSession(await connect());
await observeCapabilities(session);
await observeSystem(session, []);
process.stdout.write(`${session.id}\n`);
setInterval(() => {}, 1000);
