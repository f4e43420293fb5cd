// A program that the leftovers test starts and kills: it opens a run, makes one object of each kind, tells their names, and hangs.
import { mkdirSync } from "node:fs";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { tagImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever } from "./fixture.ts";
import { permit } from "../permits.ts";

const session = await openEngineSession(await connect());
const container = await createContainer(
  session,
  {
    image: tinyImage,
    command: forever,
    network: "none",
    volumes: [{ name: "data", path: "/data" }],
  },
  permit,
);
await container.start();
await session.engine.call({
  method: "POST",
  path: "/networks/create",
  body: { Name: `${session.id}-net`, Labels: session.labels },
});
const tag = await tagImage(session, tinyImage, "kept");
const trace = process.argv[2];
if (trace !== undefined) mkdirSync(`${trace}/hullproof-${session.id}`);
process.stdout.write(
  `${JSON.stringify({ run: session.id, folder: session.folder, container: container.name, tag })}\n`,
);
setInterval(() => {}, 1000);
