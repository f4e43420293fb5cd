import type { Evidence } from "../../domain/finding/finding.ts";
import { reference } from "../shared/evidence.ts";
import { envOf, pathEntries } from "./image-path.ts";
import { defineRule } from "../rule.ts";
import { withoutEnd } from "../../text/cut.ts";

/** Anyone may create files there (1777), so that the first user to create a missing folder owns it. */
const shared = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;

export default defineRule({
  id: "non-root/unsafe-path",
  title: "Unsafe directory in PATH",
  why:
    "A program that is called by its name is searched in PATH. An empty or relative entry means the current folder, wherever a process happens to stand; one below /tmp or with mode 777 " +
    "is open to every user. Who puts a file named `ls` or `sh` there has it run by the next process, by root's too.",
  severity: "warning",
  needs: ["configuration", "privileges"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { config: { env: ["PATH=/usr/local/bin:/usr/bin:/bin:"] } },
      good: { config: { env: ["PATH=/app/bin:/usr/local/bin:/usr/bin:/bin"] } },
    },
    {
      kind: "image",
      bad: { config: { env: ["PATH=node_modules/.bin:/usr/bin:/bin"] } },
      good: { config: { env: ["PATH=/app/node_modules/.bin:/usr/bin:/bin"] } },
    },
    {
      kind: "image",
      bad: {
        config: { env: ["PATH=/opt/tools:/usr/bin"] },
        image: { worldWritable: [{ path: "/opt/tools", mode: "0777", uid: 0, gid: 0, layer: 2, bytes: 0 }] },
      },
      good: { config: { env: ["PATH=/opt/tools:/usr/bin"] } },
    },
  ],
  *check({ configuration, privileges }) {
    const { env } = configuration;
    const open = new Map(privileges.worldWritable.map((note) => [note.path, note]));
    const checkedEntries = new Set<string>();
    for (const entry of pathEntries(env)) {
      if (checkedEntries.has(entry)) continue;
      checkedEntries.add(entry);
      const folder = withoutEnd(entry, "/") || entry.slice(0, 1);
      const note = open.get(folder);
      const fault = !entry.startsWith("/")
        ? "is the current folder of whichever process asks"
        : shared.test(folder)
          ? "lies where every user may create it"
          : note !== undefined && "is a folder that every user may write";
      if (fault === false) continue;
      const file: Evidence[] = note
        ? [{ kind: "file", path: note.path, layer: note.layer, bytes: note.bytes, detail: `mode ${note.mode}` }]
        : [];
      yield {
        message: `${entry === "" ? "An empty entry" : `\`${entry}\``} of PATH ${fault}`,
        at: { setting: "Config.Env.PATH" },
        evidence: [
          { kind: "setting", pointer: "Config.Env.PATH", value: envOf(env, "PATH") ?? "not set" },
          ...file,
          ...(entry === ""
            ? [reference("a zero-length prefix means the current directory", "POSIX.1-2024, 8.3, PATH; execvp(3)")]
            : []),
        ],
      };
    }
  },
});
