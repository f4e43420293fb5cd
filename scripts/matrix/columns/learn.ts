import type { Column } from "../harness/column.ts";
import { learnedHere } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 30,
  title: "learn",
  what: "`learn` of a web server that needs one capability and writes one file: proven, CHOWN alone stays, a read-only root, a list of system calls.",
  table: "capabilities",
  short: true,
  async look(at) {
    const { ended, profile, report } = await learnedHere(at);
    if (ended.code !== 0 || profile === undefined || report?.proof === undefined) return failed(ended);
    const { required } = profile.capabilities;
    const { noChown } = at.engine;
    if (
      required.join() !== (noChown === undefined ? "CHOWN" : "") ||
      !profile.readOnlyRootfs ||
      !profile.noNewPrivileges
    )
      return broken(
        `learned capabilities ${required.join() || "none"}, read-only ${profile.readOnlyRootfs}, no-new-privileges ${profile.noNewPrivileges}`,
      );
    const { observed } = report.proof;
    const lacks: readonly (readonly [string, boolean, string | undefined])[] = [
      ["no list of system calls", profile.seccomp === undefined, observed?.syscalls.reason],
      ["capabilities by trials only", observed?.method !== "tracepoint", observed?.reason],
      ["files in use are not all known", observed?.files.complete !== true, observed?.files.reason],
      ["files in use are unknown", (observed?.files.opened.length ?? 0) === 0, observed?.files.reason],
      ["sockets are unknown", observed?.sockets.method === "none", observed?.sockets.reason],
    ];
    const missing = lacks.filter(([, is]) => is);
    const notes = [
      ...(noChown === undefined ? [] : [`${noChown} refuses containers CHOWN, so its start is one that needs none`]),
      ...(report.notChecked ?? []),
    ];
    if (missing.length === 0 && notes.length === 0) return { verdict: "works" };
    return {
      verdict: "less",
      what: [...missing.map(([what]) => what), ...notes.map((note) => note.slice(0, 160))].join("; "),
      said: missing.every(([, , reason]) => (reason ?? "") !== ""),
    };
  },
} satisfies Column;
