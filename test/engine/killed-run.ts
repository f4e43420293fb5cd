// A program that the leftovers test starts and kills: it opens a run, makes one object of each kind, tells their names, and hangs.
import { mkdirSync } from "node:fs";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { tagImage } from "../../src/sources/engine/images/images.ts";
import { openRun } from "../../src/sources/engine/run/open-run.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever } from "./fixture.ts";
import { permit } from "../permits.ts";

const run = await openRun(await connect());
const container = await createContainer(
  run,
  {
    image: tinyImage,
    command: forever,
    network: "none",
    volumes: [{ name: "data", path: "/data" }],
  },
  permit,
);
await container.start();
await run.engine.call({
  method: "POST",
  path: "/networks/create",
  body: { Name: `${run.id}-net`, Labels: run.labels },
});
const tag = await tagImage(run, tinyImage, "kept");
const trace = process.argv[2];
if (trace !== undefined) mkdirSync(`${trace}/hullproof-${run.id}`);
process.stdout.write(`${JSON.stringify({ run: run.id, folder: run.folder, container: container.name, tag })}\n`);
setInterval(() => {}, 1000);
