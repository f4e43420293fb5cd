import type { Breach } from "../pod-security-check.ts";
import type { PodView } from "../pod-view.ts";

export const seccompTypes: readonly string[] = ["RuntimeDefault", "Localhost"];

/** What says another seccomp profile than one that confines. */
export function wrongSeccomp({ context, containers }: PodView): Breach[] {
  return [{ context, title: "the pod" }, ...containers].flatMap((one) => {
    const said = one.context.any("seccompProfile");
    const type = one.context.text("seccompProfile", "type");
    if (said === undefined || seccompTypes.includes(type?.value ?? "")) return [];
    const value = type?.value ?? "not set";
    return [{ ...(type ?? said), value, says: `${one.title} sets the seccomp profile ${value}` }];
  });
}
