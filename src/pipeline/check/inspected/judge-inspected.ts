import type { EngineDefaults, InspectedContainer } from "../../../domain/container-spec/inspected-container.ts";
import type { WrittenContainers } from "../../../domain/container-spec/written-container.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { givenSettings } from "../../../facts/container-spec/engine/given-settings.ts";
import { ofInspect } from "../../../facts/container-spec/of-inspect.ts";
import { boundedJson } from "../../../formats/json/bounded-json.ts";
import { rules } from "../../../rules/index.ts";
import { runRules } from "../../../rules/run/run-rules.ts";
import { parseToFirstFault } from "../../../sources/bounded/first-fault.ts";
import { inspectedShape } from "../../../sources/engine/containers/inspected-shape.ts";
import { applySettings, askedBy } from "../apply-settings.ts";
import type { Checked } from "../checked.ts";
import type { Context } from "../../context.ts";

/** So many containers of one file are judged; a machine that runs more is asked with `audit`. */
const mostContainers = 2_000;

/**
 * What `docker inspect` printed, as a target: its containers by the rules of what an engine has. Their images were not asked, so settings of an image count as
 * the container's own. Throws `unreadable` for what is not such a file.
 */
export function judgeInspected(
  path: string,
  text: string,
  config: Config,
  { today, allRules }: Pick<Context, "today" | "allRules">,
): Checked {
  const containers: WrittenContainers = {
    dialects: ["engine"],
    containers: inspectedContainers(path, text).map((one) =>
      ofInspect(givenSettings(one, undefined, defaultsFor(one))),
    ),
    texts: new Map(),
  };
  const asked = allRules === true ? () => true : askedBy({ config });
  const run = runRules(rules, { target: path, facts: { containers, today }, asked });
  return {
    target: { id: path, kind: "container", name: path },
    run: applySettings(run, rules, { config, today }).run,
    config,
  };
}

function inspectedContainers(path: string, text: string): readonly InspectedContainer[] {
  const damaged = (why: string) =>
    new Failure("unreadable", `${path} is not what \`docker inspect\` prints of containers: ${why}`, {
      hint: `Write it again: docker inspect $(docker ps --quiet) > ${path}`,
    });
  const all = boundedJson(text, damaged);
  const items: readonly unknown[] = Array.isArray(all) ? all : [all];
  if (items.length > mostContainers) throw damaged(`it has more than ${mostContainers} objects`);
  return items.map((item) => {
    const read = parseToFirstFault(inspectedShape, item);
    if (read.success) return read.data;
    const [first] = read.error.issues;
    throw damaged(`${first?.path.join(".") ?? ""}: ${first?.message ?? "not known"}`);
  });
}

/** What the engine gives is not in the file: where it differs between machines, what the container has counts as given. */
function defaultsFor({ host }: InspectedContainer): EngineDefaults {
  return {
    // Only Podman's own runtimes are called so there.
    engine: host.runtime === "oci" ? "podman" : "docker",
    cgroupVersion: host.cgroupns === "host" ? 1 : 2,
    logDriver: host.logDriver,
    runtime: host.runtime,
  };
}
