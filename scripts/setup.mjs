// Makes a fresh machine ready: `node scripts/setup.mjs demo|fleet|test`. Safe to run twice; leaves alone what is there.
import { pathToFileURL } from "node:url";
import { install } from "./setup/apt.mjs";
import { engineNeeds, ensureEngine } from "./setup/engine.mjs";
import { ensureTracing, extraNeeds, fleetNeeds } from "./setup/extras.mjs";
import { ensureModules, projectNode } from "./setup/modules.mjs";
import { sayLacks } from "./setup/lacks.mjs";
import { say } from "./setup/run.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
/** A little later: what runs meanwhile hands the signal on first. */
const end = (_signal, number) => setImmediate(() => process.exit(128 + number));

/**
 * Resolves with the Node to run the project with, the engine's version, undefined when none answers, and what `meanwhile` gave: it is
 * called with that Node as soon as the node modules are there, which is before the machine is ready. Ends the process with 2 when
 * the purpose cannot be served: without node modules nothing runs, without an engine no tests.
 */
export async function setup(purpose, meanwhile = async () => undefined) {
  // What runs meanwhile takes signals for itself; without this the other half would go on after Ctrl-C.
  for (const signal of signals) process.on(signal, end);
  // Neither waits for the other: one is npm's, the other the distribution's.
  const machine = ensureMachine(purpose);
  const node = (await ensureModules()) ? projectNode() : undefined;
  const meantime = node === undefined ? undefined : await meanwhile(node);
  const engine = await machine;
  for (const signal of signals) process.off(signal, end);
  if (node === undefined) process.exit(2);
  if (engine !== undefined) say(`ready: Docker Engine ${engine}`);
  else if (purpose === "test") {
    say("the tests build and run real containers. Without an engine: `npx vitest run --project unit`");
    process.exit(2);
  }
  return { node, engine, meantime };
}

/** Installs what is missing, starts an engine where none answers, and mounts tracefs. Resolves with the engine's version or undefined. */
async function ensureMachine(purpose) {
  // A fleet needs no engine.
  if (purpose === "fleet") {
    await install(fleetNeeds(process.argv.includes("--postgres")));
    return undefined;
  }
  await install([...(await engineNeeds()), ...(purpose === "test" ? extraNeeds() : [])]);
  const engine = await ensureEngine(purpose);
  await ensureTracing();
  if (purpose === "test" && engine !== undefined) sayLacks(engine);
  return engine;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await setup(["test", "fleet"].find((purpose) => purpose === process.argv[2]) ?? "demo");
