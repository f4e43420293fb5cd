import { isLocated, locateOneOf, type LocatedProgram } from "../../../programs/locate-program.ts";
import { runToEnd } from "../../../programs/run-to-end.ts";

/** `not there`: no such program that may be started; otherwise what it said. */
export type Answer = { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

const folders = ["/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"];
const timeoutMs = 20_000;
const outputLimit = 8 * 1024 * 1024;

/** Another program may hold the lock of the tables for a moment; the engine itself does (iptables(8), `--wait`). */
const wait = ["-w", "10"];

export type Table = "iptables" | "ip6tables";

/** Only root may change what packets may do, and only here can it be known for which containers. */
export function mayFilter(): boolean {
  return process.platform === "linux" && process.geteuid?.() === 0;
}

export function iptables(table: Table, args: readonly string[]): Promise<Answer> {
  return started(table, [...wait, ...args]);
}

/** A chain at once, or not at all: `lines` in the form of iptables-save(8). */
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
  const said = end.how === "not-started" ? end.error.message : (end.stderr.trim().split("\n")[0] ?? "");
  return { ok: false, why: `${name}: ${said || end.how}`.slice(0, 300) };
}

const located = new Map<string, LocatedProgram | undefined>();

function locate(name: string): LocatedProgram | undefined {
  if (!located.has(name)) {
    const paths = folders.map((folder) => `${folder}/${name}`);
    const found = locateOneOf(paths, { owners: new Set([0]), foreign: [] });
    located.set(name, isLocated(found) ? found : undefined);
  }
  return located.get(name);
}
