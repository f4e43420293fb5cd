import type { DeclaredWorkload, Probe, Step } from "../../domain/workload/workload.ts";
import { kindOf } from "../../steps/kind-of.ts";
import { withProbeTexts, withTexts } from "../../steps/with-texts.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import { secretsInCommand, secretsInProbe, secretsInStep } from "./step-secrets.ts";
import { referenceMaker, withReferences } from "./value-references.ts";

/**
 * A workload whose steps hold secrets as `${NAME}`: the values go to its variables, where no result holds them and `verify` is given them again. What of
 * them a program may print otherwise is hidden, too. Text in steps that only looks like a reference keeps its meaning.
 */
export function withStepsByName<Declared extends DeclaredWorkload>(workload: Declared): Declared {
  const { steps = [], ready, tools = [], variables = {}, env = {}, hidden } = workload;
  const all = [
    ...steps.flatMap(secretsInStep),
    ...(ready === undefined ? [] : secretsInProbe(ready)),
    ...tools.flatMap(secretsInCommand),
  ];
  // One value has one name: that of the first step that sends it.
  const secrets = [...new Map(all.toReversed().map((one) => [one.value, one])).values()];
  secrets.sort((a, b) => b.value.length - a.value.length);
  if (secrets.length === 0) return workload;
  const { referenceTo, valuesByName } = referenceMaker(variables, env, referencedNames(textsOf(steps, ready)));
  const references = secrets.map(({ name, value }) => ({ value, reference: referenceTo(name, value) }));
  const hide = (text: string): string => withReferences(text, references);
  const decoded = secrets.flatMap((one, at) =>
    one.decoded === undefined ? [] : [[`${references[at]?.reference.slice(2, -1)}_DECODED`, one.decoded] as const],
  );
  const names = new Map<string, string>();
  const byName = (step: Step): Step => {
    const changed = withTexts(step, hide);
    // A name that was made of the texts may have been cut amid a value.
    const isMade = kindOf(step).nameOf(step) === step.name;
    const name = isMade ? kindOf(changed).nameOf(changed) : hide(step.name);
    names.set(step.name, name);
    return { ...changed, name };
  };
  const shown = steps.map(byName);
  const serial = workload.load?.serial?.map((name) => names.get(name) ?? name);
  return {
    ...workload,
    variables: valuesByName,
    ...(decoded.length > 0 && { hidden: { ...hidden, ...Object.fromEntries(decoded) } }),
    ...(workload.steps && { steps: shown }),
    ...(ready && { ready: withProbeTexts(ready, hide) }),
    ...(workload.tools && { tools: tools.map((words) => words.map(hide)) }),
    ...(workload.load && serial && { load: { ...workload.load, serial } }),
  };
}

function textsOf(steps: readonly Step[], ready: Probe | undefined): readonly string[] {
  const texts: string[] = [];
  const collect = (text: string): string => {
    texts.push(text);
    return text;
  };
  for (const step of steps) withTexts(step, collect);
  if (ready !== undefined) withProbeTexts(ready, collect);
  return texts;
}
