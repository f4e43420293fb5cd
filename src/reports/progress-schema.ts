import { z } from "zod";
import { amount, maybe, position, text } from "../schema/shapes.ts";

const time = text.describe("ISO 8601, UTC");
const stage = text.describe("what is being done: `check`, `build`, `reference`, `learn`, `verify`, ...");

/** A line of stderr under `--progress json`. Fields and event kinds may be added; none is removed or changes its meaning. */
export const progressSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("progress"), time, stage, message: text }).meta({
    id: "Progress",
    description: "the stage goes on",
  }),
  z.object({ event: z.literal("done"), time, stage, message: text }).meta({
    id: "Done",
    description: "a part of the stage came to its end",
  }),
  z
    .object({
      event: z.literal("trial"),
      time,
      stage,
      message: text,
      number: position.describe("from 1"),
      about: maybe(position).describe("how many there will be, as far as is known; it may grow"),
      secondsLeft: maybe(amount).describe("for those that are left, by how long the others took"),
    })
    .meta({ id: "Trial", description: "a container ran and was judged" }),
  z.object({ event: z.literal("message"), time, text }).meta({
    id: "Message",
    description: "what would be a line for people, such as why the run ends",
  }),
]);

export type ProgressEventLine = z.infer<typeof progressSchema>;
