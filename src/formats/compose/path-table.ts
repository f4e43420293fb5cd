import type { Path } from "./compose-node.ts";

/**
 * Answers by path: keys are such as `services.*.ports.[]`, where `*` is any one step. Paths of a job or of a hook before the start are written as
 * in a service and looked up as that, unless `exactly` is set.
 */
export function pathTable<Value>(
  rows: Readonly<Record<string, Value>>,
  exactly = false,
): (path: Path) => Value | undefined {
  const byLength = new Map<number, { readonly steps: readonly string[]; readonly value: Value }[]>();
  for (const [pattern, value] of Object.entries(rows)) {
    const steps = pattern.split(".");
    const patterns = byLength.get(steps.length) ?? [];
    patterns.push({ steps, value });
    byLength.set(steps.length, patterns);
  }
  return (rawPath) => {
    const path = exactly ? rawPath : asInService(rawPath);
    return byLength.get(path.length)?.find(({ steps }) => steps.every((step, at) => step === "*" || step === path[at]))
      ?.value;
  };
}

function asInService(path: Path): Path {
  const servicePath = path[0] === "jobs" ? ["services", ...path.slice(1)] : path;
  const isHook = servicePath[0] === "services" && servicePath[2] === "pre_start" && servicePath.length > 4;
  return isHook ? [...servicePath.slice(0, 2), ...servicePath.slice(4)] : servicePath;
}
