import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { calledAs } from "./called-as.ts";
import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";
import { deliver, openSession } from "./session.ts";

/** `hullproof` without arguments on a terminal; elsewhere it runs `check`. */
export const overviewCommand = buildCommand<object, [], CliContext>({
  docs: {
    brief: "What is here, the most severe findings, and the next three commands",
    fullDescription:
      "The same as `hullproof` alone on a terminal; in a pipe or a CI job that is `hullproof check`. Nothing of a repository is run, and no engine is asked.\n\nExample:  hullproof overview",
  },
  parameters: { flags: {} },
  async func() {
    const [{ overview }, { renderOverview }] = await Promise.all([
      import("../pipeline/verbs/overview/overview.ts"),
      import("../reports/overview-terminal.ts"),
    ]);
    await using session = openSession(this, { quiet: false, progress: "none", bases: "auto", shellcheck: "auto" });
    const projectOverview = await overview(session.context, cacheAt("times", searchFrom(this)));
    const { colour, columns, links } = this.stdout;
    await deliver(
      this,
      {
        text: renderOverview(projectOverview, {
          colour,
          width: columns,
          program: calledAs(this.env),
          ...(links && { linksFrom: this.cwd }),
        }),
        syntax: "text",
      },
      undefined,
    );
  },
});
