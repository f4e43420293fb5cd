import { z } from "zod";
import type { Step } from "../../domain/workload/step.ts";
import { stepKinds } from "../index.ts";
import type { FieldParts, StepKind } from "../step-kind.ts";

/** In the order of the reference. */
export const inPlace: readonly StepKind[] = stepKinds.toSorted(
  (a, b) => (a.place ?? 1000) - (b.place ?? 1000) || (a.kind < b.kind ? -1 : 1),
);

type Fields = Readonly<Record<string, z.ZodType>>;

/** Schema of a step in a file, of all kinds; `object` makes that of one kind of its fields. */
export function stepSchema(
  parts: FieldParts,
  every: Fields,
  object: (fields: Fields & { readonly kind: z.ZodLiteral }) => z.ZodObject,
): z.ZodType<Step> {
  const [first, ...others] = inPlace.map((stepKind) =>
    object({ kind: z.literal(stepKind.kind), ...every, ...stepKind.fields(parts) }),
  );
  if (first === undefined) throw new Error("there is no kind of step");
  // Each kind declares the fields of its type.
  return z.discriminatedUnion("kind", [first as never, ...(others as never[])]) as unknown as z.ZodType<Step>;
}
