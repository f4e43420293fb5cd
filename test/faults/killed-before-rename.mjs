// Loaded before hullproof (`--import`): ends the process by SIGKILL at its first rename, when what is to be renamed is written and nothing has its place yet.
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

promises.rename = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
};
syncBuiltinESMExports();
