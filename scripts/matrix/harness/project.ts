import { join } from "node:path";
import { type Ended, runProgram } from "../../run-program.ts";
import type { At } from "./at.ts";
import type { Cell } from "./cell.ts";
import { openOutside } from "./outside.ts";

/** The project's own commands, in a clone of what is committed, by the Node that the system has. */
export interface Project {
  node(args: readonly string[], timeoutMs: number): Promise<Ended>;
}

/** Once for all columns: the clone with the modules of this checkout, and a way out. */
export function projectAt(at: At): Promise<Project | { readonly cell: Cell }> {
  return at.once<Project | { readonly cell: Cell }>("project", async () => {
    const { lab } = at;
    const outside = await openOutside(at);
    if ("why" in outside) return { cell: { verdict: "not run", why: outside.why } };
    const folder = join(await at.folder("clone"), "hullproof");
    const script = `git clone --quiet "$0" "$1"
cp -al "$0/node_modules" "$1/node_modules" 2>/dev/null || cp -a "$0/node_modules" "$1/node_modules"`;
    const cloned = await runProgram("sh", ["-ec", script, lab.root, folder], { env: lab.env, timeoutMs: 180_000 });
    if (cloned.code !== 0) throw new Error(`no clone of the repository: ${cloned.stderr.trim().slice(-300)}`);
    // Short, as sockets want it, as deep as /tmp is, and no overlay, on which an engine could not store.
    const env = Object.entries({ ...outside, TMPDIR: "/scratch" }).map(([name, value]) => `${name}=${value}`);
    return { node: (args, timeoutMs) => at.run("env", [...env, "node", ...args], { cwd: folder, timeoutMs }) };
  });
}
