import type { z } from "zod";
import type { Question, QuestionContext } from "../../sources/fleet/question.ts";
import type { FleetContext } from "./fleet.ts";

/** What judging on read needs. */
export type JudgingContext = Pick<FleetContext, "config" | "cwd" | "advisoriesFolder" | "now">;

/** A question that needs more than the database: advisories, orders of versions, life cycles. One file each. */
export interface FleetQuestion<Input extends z.ZodObject = z.ZodObject> extends Omit<Question<Input>, "ask"> {
  ask(
    context: QuestionContext & { readonly judging: JudgingContext },
    input: z.infer<Input>,
  ): Promise<object | undefined>;
}

/** Ties the type of `ask`'s input to its shape. */
export function defineFleetQuestion<Input extends z.ZodObject>(question: FleetQuestion<Input>): FleetQuestion {
  return question as unknown as FleetQuestion;
}
