// `npm run arm64 [-- ARGUMENTS OF VITEST]`: arm64.ts with the project's own Node.
import { passOn } from "./setup/pass-on.mjs";
import { ensureModules, projectNode } from "./setup/modules.mjs";

if (!(await ensureModules())) process.exit(2);
const node = projectNode();
if (node === undefined) process.exit(2);
process.exitCode = await passOn(node, ["scripts/arm64.ts", ...process.argv.slice(2)]);
