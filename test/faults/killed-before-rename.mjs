// Loaded before hullproof (`--import`): ends the process by SIGKILL at its first rename, when what is to be renamed is written and nothing has its place yet. Its name is said first: any other run
// may remove it at once.
import { writeSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

promises.rename = (from) => {
  writeSync(2, `left ${from}\n`);
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
};
syncBuiltinESMExports();
