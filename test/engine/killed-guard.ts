// A program that the network test starts and kills: it opens a run, puts a container into a network of its own, tells the run's id, and hangs.
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { forever } from "./fixture.ts";

const session = await openEngineSession(await connect());
await (await createContainer(session, { image: tinyImage, command: forever }, permit)).start();
process.stdout.write(`${session.id}\n`);
setInterval(() => {}, 1000);
