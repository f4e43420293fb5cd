// `engine-route.ts storage|export TAG`: reads an image of the engine one way, and prints seconds as JSON.
import { openEngine } from "../../../src/pipeline/host/open-engine.ts";
import { imageProbes } from "../../../src/facts/image/image-probes.ts";
import { openDaemonImage } from "../../../src/sources/image/engine/daemon.ts";
import { readImage } from "../../../src/sources/image/layers/read-image.ts";
import { openStoredImage } from "../../../src/sources/image/storage/storage.ts";

const [how = "", tag = ""] = process.argv.slice(2);
await using session = await openEngine({ env: process.env, signal: new AbortController().signal, progress: () => {} });
const cpu = process.cpuUsage();
const start = performance.now();
let entries = 0;
if (how === "export") {
  await using image = await openDaemonImage(session, tag);
  for (const layer of (await readImage(image, { probes: imageProbes })).layers) entries += layer.entries.count;
} else {
  const stored = await openStoredImage(session.engine, tag);
  if ("reason" in stored) throw new Error(stored.reason);
  for (const layer of (await readImage(stored.image, { probes: imageProbes })).layers) entries += layer.entries.count;
}
const { user, system } = process.cpuUsage(cpu);
const wallSeconds = (performance.now() - start) / 1_000;
process.stdout.write(JSON.stringify({ wallSeconds, cpuSeconds: (user + system) / 1e6, entries }));
