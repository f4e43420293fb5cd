import { z } from "zod";
import type { Step } from "../../domain/workload/step.ts";
import { inPlace } from "../../steps/form/step-schema.ts";
import { kindOf } from "../../steps/kind-of.ts";
import { defined } from "../../text/defined.ts";
import { every } from "../../steps/step-kind.ts";

const forms = inPlace.flatMap((kind) => kind.forms);

/** A step of any kind in any form. */
export const step = z.union(forms.map(({ keys }) => z.strictObject({ ...every, ...keys })));

export function toStep(raw: z.output<typeof step>, folder: string): Step {
  const form = forms.find(({ keys }) => Object.hasOwn(raw, Object.keys(keys)[0] ?? ""));
  if (form === undefined) throw new Error("a step of no form was taken");
  const body = form.read(raw, folder);
  const { name = kindOf(body).nameOf(body), repeat, at, once, weight } = raw;
  return { ...body, name, ...defined({ repeat, at, once, weight }) } as Step;
}
