import type { Path } from "./compose-node.ts";

/** Answers by path: keys are such as `services.*.ports.[]`, where `*` is any one step. */
export function pathTable<Value>(rows: Readonly<Record<string, Value>>): (path: Path) => Value | undefined {
  const byLength = new Map<number, { readonly steps: readonly string[]; readonly value: Value }[]>();
  for (const [pattern, value] of Object.entries(rows)) {
    const steps = pattern.split(".");
    const others = byLength.get(steps.length) ?? [];
    others.push({ steps, value });
    byLength.set(steps.length, others);
  }
  return (path) =>
    byLength.get(path.length)?.find(({ steps }) => steps.every((step, at) => step === "*" || step === path[at]))?.value;
}
