// `npm run check`: linter with the import laws, format, types, names. All are run, so that one round shows everything.
import { pathToFileURL } from "node:url";
import { passOn } from "./setup/pass-on.mjs";

const paths = ["src", "test", "scripts", "bin", "editors"];
const commands = [
  ["oxlint", ...paths],
  ["oxfmt", "--check", ...paths, "wasm"],
  ["tsc", "--noEmit"],
  ["node", "scripts/words.ts"],
];

/** Resolves with true when nothing was found. The commands are taken from PATH. */
export async function check() {
  const failed = [];
  for (const [command, ...args] of commands)
    if ((await passOn(command, args)) !== 0) failed.push(command === "node" ? args[0] : command);
  if (failed.length > 0)
    process.stderr.write(`check: ${failed.join(", ")} failed. \`npx oxfmt ${paths.join(" ")} wasm\` formats.\n`);
  return failed.length === 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = (await check()) ? 0 : 1;
