import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { formatFlag, outputFlag, progressFlag, quietFlag } from "./flags.ts";
import { formatNames, renderReport } from "./render-report.ts";
import { deliver, openSession } from "./session.ts";

interface Flags {
  readonly format: string;
  readonly output?: string;
  readonly progress: "auto" | "plain" | "none";
  readonly quiet: boolean;
  readonly platform?: string;
  readonly secrets: "auto" | "none";
}

export const inspectCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Layers, waste, packages, user and set-uid files of an image",
    fullDescription:
      "IMAGE is an image of the engine or a docker-archive (docker save).\n\nExample:  hullproof inspect myapp:1.0",
  },
  parameters: {
    positional: { kind: "tuple", parameters: [{ brief: "Image or archive", parse: String, placeholder: "IMAGE" }] },
    flags: {
      format: formatFlag(formatNames("inspect")),
      output: outputFlag,
      progress: progressFlag,
      quiet: quietFlag,
      platform: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "OS/ARCH",
        brief: "Which image of a multi-platform one, such as linux/arm64; by default this machine's",
      },
      secrets: {
        kind: "enum",
        values: ["auto", "none"],
        default: "auto",
        brief: "Whether to look for secrets: auto or none",
      },
    },
  },
  async func(flags, image) {
    const { inspect } = await import("../pipeline/inspect.ts");
    await using session = openSession(this, flags);
    await deliver(
      this,
      await renderReport(
        this,
        await inspect(
          image,
          { platform: flags.platform, secrets: flags.secrets === "auto", duplicates: true },
          session.context,
        ),
        flags,
      ),
      flags.output,
    );
  },
});
