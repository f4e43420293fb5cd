// Makes a fresh machine ready: `node scripts/setup.mjs demo|test`. Safe to run twice; leaves alone what is there.
import { pathToFileURL } from "node:url";
import { ensureEngine } from "./setup/engine.mjs";
import {
  ensureBrowser,
  ensureCompose,
  ensureImageTools,
  ensureShellCheck,
  ensureShells,
  ensureTracing,
} from "./setup/extras.mjs";
import { ensureModules, projectNode } from "./setup/modules.mjs";
import { say } from "./setup/run.mjs";

/**
 * Resolves with the Node to run the project with and the engine's version, undefined when none answers. Ends the
 * process with 2 when the purpose cannot be served: without node modules nothing runs, without an engine no tests.
 */
export async function setup(purpose) {
  if (!(await ensureModules())) process.exit(2);
  const node = projectNode();
  if (node === undefined) process.exit(2);
  const engine = await ensureEngine(purpose);
  await ensureTracing();
  if (purpose === "test") {
    await ensureBrowser();
    await ensureShellCheck();
    await ensureShells();
    await ensureImageTools();
    await ensureCompose();
    if (engine === undefined) {
      say("the tests build and run real containers. Without an engine: `npx vitest run --project unit`");
      process.exit(2);
    }
  }
  if (engine !== undefined) say(`ready: Docker Engine ${engine}`);
  return { node, engine };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await setup(process.argv[2] === "test" ? "test" : "demo");
