import type { Path } from "./compose-node.ts";

/**
 * Answers by path: keys are such as `services.*.ports.[]`, where `*` is any one step. What a job or a hook before the start says is written as
 * in a service and answered as that, unless `exactly` is asked for.
 */
export function pathTable<Value>(
  rows: Readonly<Record<string, Value>>,
  exactly = false,
): (path: Path) => Value | undefined {
  const byLength = new Map<number, { readonly steps: readonly string[]; readonly value: Value }[]>();
  for (const [pattern, value] of Object.entries(rows)) {
    const steps = pattern.split(".");
    const others = byLength.get(steps.length) ?? [];
    others.push({ steps, value });
    byLength.set(steps.length, others);
  }
  return (written) => {
    const path = exactly ? written : asInService(written);
    return byLength.get(path.length)?.find(({ steps }) => steps.every((step, at) => step === "*" || step === path[at]))
      ?.value;
  };
}

function asInService(path: Path): Path {
  const own = path[0] === "jobs" ? ["services", ...path.slice(1)] : path;
  const isHook = own[0] === "services" && own[2] === "pre_start" && own.length > 4;
  return isHook ? [...own.slice(0, 2), ...own.slice(4)] : own;
}
