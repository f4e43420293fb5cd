// `npm run matrix [-- ROW... --column NAME --short --update --list]`: matrix.ts with the project's own Node.
import { passOn } from "./setup/pass-on.mjs";
import { ensureModules, projectNode } from "./setup/modules.mjs";

if (!(await ensureModules())) process.exit(2);
const node = projectNode();
if (node === undefined) process.exit(2);
process.exitCode = await passOn(node, ["scripts/matrix.ts", ...process.argv.slice(2)]);
