import { launchersFor } from "../../../data/launchers.ts";
import { joinPieces } from "../../../formats/shell/joined-text.ts";
import { launcherName } from "../../../formats/shell/launched.ts";
import { skipLaunchers } from "../../../formats/shell/see-through.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

const shell = /^(?:\/usr)?(?:\/bin\/)?(?:ba|da|a|z|k)?sh$/;

const inits: ReadonlySet<string | undefined> = new Set(launchersFor("init"));

export default defineRule({
  id: "build/image-shell-entrypoint",
  title: "Image entrypoint or command in a shell",
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
    const startWords = [...entrypoint, ...cmd].map((text, pos) => ({ text, raw: text, literal: true, pos, end: pos }));
    const { words, wrappers } = skipLaunchers(startWords, ({ text }) => joinPieces([{ text, at: 0 }]));
    const [program = "", option = "", script = ""] = words.map(({ text }) => text);
    const init = wrappers.find((name) => inits.has(launcherName(name)));
    const inEntrypoint = (at: number) => (words[at]?.pos ?? 0) < entrypoint.length;
    if (!shell.test(program) || !/^-\w*c$/.test(option)) return;
    // Entrypoints of images that are a shell's: nothing is started through it.
    if (script === "" || /(?:^|[\s;&|])exec\s+["'$\w./-]/.test(script)) return;
    const pointer = inEntrypoint(0) ? "Config.Entrypoint" : "Config.Cmd";
    const ignored = inEntrypoint(2) && cmd.length > 0;
    // bash, BusyBox and newer dash replace themselves by a single command.
    const single = !/[;&|\n`]|\$\(/.test(script);
    yield {
      message:
        `${pointer === "Config.Cmd" ? "CMD" : "ENTRYPOINT"} runs through \`${program} ${option}\`${init === undefined ? "" : ` behind \`${init}\``}: the shell, not the program, ${single ? "may get" : "gets"} the stop signal` +
        `${ignored ? ", and CMD is not passed on to the program" : ""}`,
      at: { setting: pointer },
      ...(single && !ignored && { severity: "info" as const }),
      evidence: [
        { kind: "setting", pointer, value: JSON.stringify(inEntrypoint(0) ? entrypoint : cmd) },
        ...(ignored ? [{ kind: "setting", pointer: "Config.Cmd", value: JSON.stringify(cmd) } as const] : []),
        reference(
          "the shell form of ENTRYPOINT runs as a subcommand of /bin/sh -c, which does not pass signals, and ignores CMD",
          "Dockerfile reference, Shell form ENTRYPOINT example",
        ),
      ],
    };
  },
});
