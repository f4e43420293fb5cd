import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { withoutEnd } from "../../text/cut.ts";

/** Code is loaded from what these name, before the program's own: ld.so(8), and the manuals of the interpreters. */
const whole = new Set(["LD_PRELOAD", "LD_AUDIT"]);
const lists = new Set(["LD_LIBRARY_PATH", "PYTHONPATH", "PERL5LIB", "RUBYLIB", "NODE_PATH", "GCONV_PATH", "CLASSPATH"]);

/** Everyone may create files there. */
const shared = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;

export default defineRule({
  id: "vulnerabilities/loader-in-env",
  title: "Preloaded library or unsafe library path in the image",
  why:
    "The loader and the interpreters take libraries from where these variables say, before the program's own. An empty or relative entry means the current folder, one below /tmp a folder of everybody: " +
    "who puts a file of the right name there has it run in the next process. `LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/opt/lib` with an unset variable is how an empty entry comes about.",
  severity: "warning",
  ofBase: true,
  needs: ["privileges", "configuration"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { config: { env: ["LD_LIBRARY_PATH=:/opt/app/lib"] } },
      good: { config: { env: ["LD_LIBRARY_PATH=/opt/app/lib"] } },
    },
    {
      kind: "image",
      bad: { config: { env: ["LD_PRELOAD=/tmp/hook.so"] } },
      good: { config: { env: ["PYTHONPATH=/app"] } },
    },
  ],
  *check({ privileges, configuration }) {
    const open = new Set(privileges.worldWritable.map(({ path }) => path));
    for (const setting of configuration.env) {
      const equals = setting.indexOf("=");
      const [name, value] = [setting.slice(0, equals), setting.slice(equals + 1)];
      if (value === "" || (!whole.has(name) && !lists.has(name))) continue;
      const entries = whole.has(name) ? value.split(/[\s:]+/).filter(Boolean) : value.split(":");
      const bad = entries.find((entry) => faultOf(entry, name, open) !== undefined);
      // A known library such as jemalloc; worth a line, because it is in every process.
      if (bad === undefined && !whole.has(name)) continue;
      yield {
        message:
          bad === undefined
            ? `\`${setting.slice(0, 200)}\` loads a library into every process of the container`
            : `${bad === "" ? "An empty entry" : `\`${bad.slice(0, 200)}\``} of ${name} ${faultOf(bad, name, open)}`,
        at: { setting: `Config.Env.${name}` },
        ...(bad === undefined && { severity: "info" as const }),
        evidence: [
          { kind: "setting", pointer: `Config.Env.${name}`, value },
          ...(name.startsWith("LD_")
            ? [
                reference(
                  "LD_PRELOAD and LD_AUDIT are loaded before all others; an empty entry of LD_LIBRARY_PATH is the current folder",
                  "ld.so(8)",
                ),
              ]
            : []),
        ],
      };
    }
  },
});

function faultOf(entry: string, name: string, open: ReadonlySet<string>): string | undefined {
  // A name without a slash is searched in the usual folders.
  if (whole.has(name) && !entry.includes("/")) return undefined;
  if (!entry.startsWith("/") && !entry.startsWith("$")) return "is the current folder of whichever process asks";
  if (shared.test(entry)) return "lies where every user may create it";
  return open.has(withoutEnd(entry, "/") || entry.slice(0, 1)) ? "may be written by every user" : undefined;
}
