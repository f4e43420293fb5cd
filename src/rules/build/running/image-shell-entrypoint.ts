import { launchers } from "../../../data/launchers.ts";
import { launched, launcherName } from "../../../formats/shell/launched.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

const shell = /^(?:\/usr)?(?:\/bin\/)?(?:ba|da|a|z|k)?sh$/;

/** Where the command begins, past what only starts it; `init` stays process 1 above it. */
function behindLaunchers(words: readonly string[]): { readonly at: number; readonly init?: string } {
  let at = 0;
  let init: string | undefined;
  for (;;) {
    const name = launcherName(words[at] ?? "");
    const next = name === undefined ? undefined : launched(name, words.slice(at));
    if (name === undefined || next === undefined || next.splitFrom !== undefined) break;
    if (launchers.get(name)?.role === "init") init ??= words[at];
    at += next.at;
  }
  return { at, ...(init !== undefined && { init }) };
}

export default defineRule({
  id: "build/image-shell-entrypoint",
  title: "Image starts its program through a shell",
  why:
    "Process 1 gets the stop signal. When that is `/bin/sh -c`, the shell ends without passing SIGTERM on, or does not end at all, and every stop takes the ten seconds until the kill: open requests are cut off and data is not written. " +
    "Behind an init such as tini the shell gets the signal in the same way: it ends, and the program is killed at once. " +
    'The exec form (`["app", "--port", "8080"]`), or `exec` before the command, makes the program process 1.',
  severity: "warning",
  needs: ["configuration"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { config: { entrypoint: ["/bin/sh", "-c", "node server.js && echo done"] } },
      good: { config: { entrypoint: ["node", "server.js"] } },
    },
    {
      kind: "image",
      bad: { config: { cmd: ["/bin/sh", "-c", "cd /app; node server.js"] } },
      good: { config: { cmd: ["/bin/sh", "-c", "cd /app; exec node server.js"] } },
    },
  ],
  *check({ configuration }) {
    const { entrypoint, cmd } = configuration;
    const words = [...entrypoint, ...cmd];
    const { at, init } = behindLaunchers(words);
    const [program = "", option = "", script = ""] = words.slice(at);
    if (!shell.test(program) || !/^-\w*c$/.test(option)) return;
    // Entrypoints of images that are a shell's: nothing is started through it.
    if (script === "" || /(?:^|[\s;&|])exec\s+["'$\w./-]/.test(script)) return;
    const pointer = at < entrypoint.length ? "Config.Entrypoint" : "Config.Cmd";
    const ignored = at + 2 < entrypoint.length && cmd.length > 0;
    // bash, BusyBox and newer dash replace themselves by a single command.
    const single = !/[;&|\n`]|\$\(/.test(script);
    yield {
      message:
        `${pointer === "Config.Cmd" ? "CMD" : "ENTRYPOINT"} runs through \`${program} ${option}\`${init === undefined ? "" : ` behind \`${init}\``}: the shell, not the program, ${single ? "may get" : "gets"} the stop signal` +
        `${ignored ? ", and CMD is not passed on to the program" : ""}`,
      at: { setting: pointer },
      ...(single && !ignored && { severity: "info" as const }),
      evidence: [
        { kind: "setting", pointer, value: JSON.stringify(at < entrypoint.length ? entrypoint : cmd) },
        ...(ignored ? [{ kind: "setting", pointer: "Config.Cmd", value: JSON.stringify(cmd) } as const] : []),
        reference(
          "the shell form of ENTRYPOINT runs as a subcommand of /bin/sh -c, which does not pass signals, and ignores CMD",
          "Dockerfile reference, Shell form ENTRYPOINT example",
        ),
      ],
    };
  },
});
