import { z } from "zod";
import { profile } from "../../schema/reported-profile.ts";
import { proof, trial } from "./proof.ts";
import { list, text } from "../../schema/shapes.ts";

/** The result of `harden` for a Compose project. */
export const project = z
  .object({
    files: list(
      z.object({
        file: text,
        path: text.describe("where the hardened text lies; the file itself where it was written in place"),
        diff: text,
      }),
    ),
    entry: text.describe("the service at which the steps are done"),
    services: list(z.object({ name: text, image: text, profile, notes: list(text) })),
    left: list(z.object({ name: text, reason: text })).describe("services that stay as they are"),
    verify: proof.describe("the whole project under the hardened files"),
    proofs: list(proof),
    trials: list(trial),
  })
  .meta({ id: "Project" });
