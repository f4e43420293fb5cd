import type { EngineDefaults, InspectedContainer } from "../../../domain/container/inspected-container.ts";
import type { ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { requestedSettings } from "../../../dialects/engine/read/requested-settings.ts";
import { ofInspect } from "../../../dialects/engine/read.ts";
import { boundedJson } from "../../../formats/json/bounded-json.ts";
import { rules } from "../../../rules/index.ts";
import { runRules } from "../../../rules/run/run-rules.ts";
import { parseToFirstFault } from "../../../sources/bounded/first-fault.ts";
import { inspectedShape } from "../../../sources/engine/containers/inspected-shape.ts";
import { applySettings, requestedRules } from "../../rule-runs/apply-settings.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import type { Context } from "../../context.ts";

/** Maximum containers in one file; for more, `audit` reads the engine. */
const maxContainers = 2_000;

/**
 * Evaluates the containers in the output of `docker inspect` by the rules for an engine's containers. Their images are unknown, so settings of an image count as
 * the container's own. Throws `unreadable` for another kind of file.
 */
export function judgeInspected(
  path: string,
  text: string,
  config: Config,
  { today, allRules }: Pick<Context, "today" | "allRules">,
): TargetResult {
  const containers: ContainerSpecs = {
    dialects: ["engine"],
    containers: inspectedContainers(path, text).map((container) =>
      ofInspect(requestedSettings(container, undefined, defaultsFor(container))),
    ),
    texts: new Map(),
  };
  const isRequested = allRules === true ? () => true : requestedRules({ config });
  const run = runRules(rules, { target: path, facts: { containers, today }, asked: isRequested });
  return {
    target: { id: path, kind: "container", name: path },
    run: applySettings(run, rules, { config, today }).run,
    config,
  };
}

function inspectedContainers(path: string, text: string): readonly InspectedContainer[] {
  const damaged = (reason: string) =>
    new Failure("unreadable", `${path} is not what \`docker inspect\` prints of containers: ${reason}`, {
      hint: `Write it again: docker inspect $(docker ps --quiet) > ${path}`,
    });
  const inspectOutput = boundedJson(text, damaged);
  const items: readonly unknown[] = Array.isArray(inspectOutput) ? inspectOutput : [inspectOutput];
  if (items.length > maxContainers) throw damaged(`it has more than ${maxContainers} objects`);
  return items.map((item) => {
    const read = parseToFirstFault(inspectedShape, item);
    if (read.success) return read.data;
    const [first] = read.error.issues;
    throw damaged(`${first?.path.join(".") ?? ""}: ${first?.message ?? "not known"}`);
  });
}

/** The file lacks the engine's defaults: where they differ between machines, the container's value counts as the default. */
function defaultsFor({ host }: InspectedContainer): EngineDefaults {
  return {
    // Names of runtimes that only Podman has.
    engine: host.runtime === "oci" ? "podman" : "docker",
    cgroupVersion: host.cgroup === "host" ? 1 : 2,
    logDriver: host.logDriver,
    runtime: host.runtime,
  };
}
