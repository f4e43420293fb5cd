import { isLocated, locateOneOf, type LocatedProgram } from "../../../programs/locate-program.ts";
import { runToEnd } from "../../../programs/run-to-end.ts";

/** Result of a call; the reason is the program's message, or that no trusted program was found. */
export type Answer = { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

const folders = ["/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"];
const timeoutMs = 20_000;
const outputLimit = 8 * 1024 * 1024;

/** Another program, such as the engine itself, may hold the lock of the tables for a moment (iptables(8), `--wait`). */
const wait = ["-w", "10"];

export type Table = "iptables" | "ip6tables";

/** Only root may change packet filters, and only on the engine's machine are the bridges known. */
export function mayFilter(): boolean {
  return process.platform === "linux" && process.geteuid?.() === 0;
}

export function iptables(table: Table, args: readonly string[]): Promise<Answer> {
  return started(table, [...wait, ...args]);
}

/** Creates a chain atomically: `lines` in the format of iptables-save(8). */
export function restoreRules(table: Table, lines: readonly string[]): Promise<Answer> {
  return started(`${table}-restore`, [...wait, "--noflush"], `*filter\n${lines.join("\n")}\nCOMMIT\n`);
}

async function started(name: string, args: readonly string[], input?: string): Promise<Answer> {
  const program = locate(name);
  if (program === undefined) return { ok: false, why: `${name} is not installed` };
  const end = await runToEnd(program, args, {
    env: { PATH: folders.join(":"), LC_ALL: "C" },
    cwd: "/",
    timeoutMs,
    maxOutputBytes: outputLimit,
    ...(input !== undefined && { input }),
  });
  if (end.how === "exited" && end.code === 0) return { ok: true, stdout: end.stdout };
  const errorText = end.how === "not-started" ? end.error.message : (end.stderr.trim().split("\n")[0] ?? "");
  return { ok: false, why: `${name}: ${errorText || end.how}`.slice(0, 300) };
}

const located = new Map<string, LocatedProgram | undefined>();

function locate(name: string): LocatedProgram | undefined {
  if (!located.has(name)) {
    const paths = folders.map((folder) => `${folder}/${name}`);
    const lookup = locateOneOf(paths, { owners: new Set([0]), foreign: [] });
    located.set(name, isLocated(lookup) ? lookup : undefined);
  }
  return located.get(name);
}
