import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { formatFlag } from "../flags.ts";
import { folderFlag } from "./fleet-flags.ts";
import { serverFlag, showAnswer, type AskFlags } from "./show-answer.ts";

export const fleetStatusCommand = buildCommand<AskFlags, [], CliContext>({
  docs: {
    brief: "Show queues, paused registries, and what is unread and why",
    fullDescription: [
      "Asks the API of the fleet that runs here, or at --server.",
      "",
      "Example:  hullproof fleet status",
      "          hullproof fleet status --format json | jq .unread",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: { format: formatFlag(["terminal", "json"]), server: serverFlag, folder: folderFlag },
  },
  func(flags) {
    return showAnswer(this, flags, { question: "status", path: "/status", query: {} });
  },
});
