import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

const share = z
  .object({
    of: text.describe("`programs`, `packages`, `shared libraries`, or the files of a language: `Python files`."),
    touched: count,
    present: count,
    untouched: list(text).describe("Some that were not touched, in order of their names; five at most."),
  })
  .meta({ id: "CoverageShare" });

export const coverage = z
  .object({
    oracle: text.describe(
      "The exercised parts, in one line: `start, 1 port, GET /, stop, restart; no declared steps`.",
    ),
    strength: z
      .enum(["answers", "ports", "starts"])
      .describe(
        "`answers`: declared steps whose answers are compared. `ports`: no steps were declared, whatever the ports say is compared. `starts`: nothing answers, only start, stop, exit code and log are compared.",
      ),
    endpoints: list(z.object({ what: text, times: count })).describe(
      "Requests and commands of the original, each with how often it was sent, in the order of the workload.",
    ),
    shares: list(share).describe("Shares of what the image holds, where the files that a run touched could be seen."),
    syscalls: maybe(count).describe(
      "System calls seen in the original's own processes; undefined when they were not traced.",
    ),
    doubts: list(text).describe("What remains unknown therefore, a sentence each."),
  })
  .meta({
    id: "Coverage",
    description:
      "The parts of the image that a workload touched: a thin workload proves little, and this shows how thin it is.",
  });
