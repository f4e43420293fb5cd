import type { Located } from "../../../domain/container/container-spec.ts";
import type { HealthProbe } from "../../../domain/container/health-probe.ts";
import { isNull } from "../../../formats/compose/compose-node.ts";
import { scalarText } from "../../../formats/compose/scalar-text.ts";
import { probeOfTest } from "../../values/probe-command.ts";
import type { SaidReader } from "./said-reader.ts";

/** The health check of a service. A text is a command for the shell (compose-spec, healthcheck). */
export function probesOf({ at, flag, items, said, pointer }: SaidReader): readonly Located<HealthProbe>[] {
  const node = at("healthcheck", "test");
  if (node === undefined || isNull(node) || flag("healthcheck", "disable")?.value === true) return [];
  const scalars = items("healthcheck", "test");
  // A value from the environment may be secret, and differs elsewhere.
  const variable = scalars.flatMap((item) =>
    item.kind === "scalar" ? [...(item.from ?? []), ...(item.open ?? [])] : [],
  )[0];
  const words = scalars.map(scalarText);
  const probe: HealthProbe | undefined =
    variable === undefined
      ? probeOfTest(node.kind === "scalar" ? ["CMD-SHELL", ...words] : words)
      : { kind: "unknown", reason: `has the variable ${variable} of the environment` };
  return probe === undefined ? [] : [said(node, pointer("healthcheck", "test"), probe)];
}
