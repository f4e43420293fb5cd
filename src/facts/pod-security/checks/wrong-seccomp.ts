import type { Breach } from "../pod-security-check.ts";
import type { PodView } from "../pod-view.ts";

export const seccompTypes: readonly string[] = ["RuntimeDefault", "Localhost"];

/** Settings of a seccomp profile that does not confine. */
export function wrongSeccomp({ context, containers }: PodView): Breach[] {
  return [{ context, title: "the pod" }, ...containers].flatMap((subject) => {
    const setting = subject.context.any("seccompProfile");
    const type = subject.context.text("seccompProfile", "type");
    if (setting === undefined || seccompTypes.includes(type?.value ?? "")) return [];
    const value = type?.value ?? "not set";
    return [{ ...(type ?? setting), value, says: `${subject.title} sets the seccomp profile ${value}` }];
  });
}
