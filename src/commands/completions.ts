import { buildChoiceParser, buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { deliver } from "./session.ts";

const shells = ["bash", "zsh", "fish"] as const;

export const completionsCommand = buildCommand<object, [(typeof shells)[number]], CliContext>({
  docs: {
    brief: "Print the completions of a shell",
    fullDescription: [
      "The shell asks hullproof for verbs, flags, values and rules whenever you press Tab; files it completes itself.",
      "",
      'Example:  eval "$(hullproof completions bash)"                                            in ~/.bashrc',
      '          hullproof completions zsh > "${fpath[1]}/_hullproof"',
      "          hullproof completions fish > ~/.config/fish/completions/hullproof.fish",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "bash, zsh or fish",
          parse: buildChoiceParser(shells),
          placeholder: "SHELL",
          proposeCompletions: (partial) => shells.filter((one) => one.startsWith(partial)),
        },
      ],
    },
    flags: {},
  },
  async func(_, shell) {
    const { scripts } = await import("./completions/scripts.ts");
    await deliver(this, { text: `${scripts[shell].join("\n")}\n`, syntax: "exact" }, undefined);
  },
});
