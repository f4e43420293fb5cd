import { z } from "zod";
import { accepted } from "./finding.ts";
import { count, list, maybe, text } from "../../schema/shapes.ts";

const past = {
  rule: text.describe("id of a rule, or of a vulnerability"),
  severity: text,
  place: text.describe("a file, or what stands for it: image/app Config.User"),
  container: maybe(text),
  message: text,
  accepted: maybe(accepted),
};

const pastFinding = z.object(past).meta({ id: "PastFinding" });

export const baseline = z
  .object({
    file: text,
    kind: z.enum(["report", "accepted", "commit"]),
    new: count,
    same: count,
    fixed: list(pastFinding).describe("in the baseline, looked for again, and not found"),
    notCompared: list(z.object({ ...past, why: text })).describe("in the baseline, and not looked for this time"),
    expired: list(pastFinding).describe("accepted until a day that has passed"),
  })
  .meta({ id: "Baseline" });
