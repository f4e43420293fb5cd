import type { AuditedContainer } from "../../domain/report/audit.ts";
import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { EngineSettings } from "../../domain/container-spec/engine-settings.ts";
import type { EngineHoles } from "../../domain/workload/engine-hole.ts";
import type { WrittenContainers } from "../../domain/container-spec/written-container.ts";
import type { Config } from "../../domain/settings/config.ts";
import { engineCapabilities } from "../../data/engine-capabilities.ts";
import { drifting } from "../../facts/container-spec/drift/found-drift.ts";
import { driftOf } from "../../facts/container-spec/drift/drift-of.ts";
import { ofInspect } from "../../facts/container-spec/of-inspect.ts";
import type { ProvenFact, RunningFact } from "../../facts/container-spec/running-fact.ts";
import { proofAge, type ExpiredAfter } from "../../proof/provenance/proof-age.ts";
import { rules } from "../../rules/index.ts";
import { runRules } from "../../rules/run/run-rules.ts";
import { applySettings, askedBy } from "../check/apply-settings.ts";
import { rulesFor } from "../check/rules-for.ts";
import type { Checked } from "../check/checked.ts";
import type { FactsWork } from "../custom-rules/facts-work.ts";
import type { Looked } from "./look-at.ts";
import { withTag } from "./with-tag.ts";
import { profileOf, type ProfileHere } from "./profiles-here.ts";

/** What each container is judged by. */
export interface Bench {
  readonly engine: EngineSettings;
  readonly holes: EngineHoles["found"];
  /** What each name of an image means on the engine. */
  readonly tags: ReadonlyMap<string, string>;
  readonly profiles: readonly ProfileHere[];
  readonly expiredAfter?: ExpiredAfter;
  readonly config: Config;
  readonly today: string;
  readonly allRules: boolean;
}

export interface Judged {
  readonly checked: Checked;
  readonly container: AuditedContainer;
  /** What rules of a user's own are asked about. */
  readonly work: FactsWork;
}

/** All rules that make sense for a container that an engine has. */
export function judgeContainer({ inspected, given, image, identity }: Looked, bench: Bench): Judged {
  const { engine, profiles, config, today } = bench;
  const { name, id, imageId, state, restartCount } = inspected;
  const target = `container:${name}`;
  const found = profileOf(profiles, { name: given.image, id: imageId, identity });
  const proven: ProvenFact | undefined = found && {
    file: found.file,
    image: found.profile.image.name,
    same: found.same,
    age: proofAge(found.profile.provenOn, today, bench.expiredAfter),
    drift: driftOf(found.profile, {
      given,
      imageUser: image?.inherited.user ?? "",
      engineCapabilities: engineCapabilities(engine.name),
      engineNoNewPrivileges: engine.noNewPrivileges,
    }),
  };
  const now = bench.tags.get(withTag(given.image));
  const running: RunningFact = {
    state,
    restartCount,
    ...(image !== undefined && { user: given.user ?? image.inherited.user }),
    ...(given.memory !== undefined && { memoryBytes: given.memory }),
    image: { name: given.image, id: imageId, ...(now !== undefined && { now }) },
  };
  const containers: WrittenContainers = {
    dialects: ["engine"],
    containers: [ofInspect(withDaemons(given, engine))],
    texts: new Map(),
  };
  const input = {
    target,
    facts: {
      running,
      containers,
      today,
      ...(proven && { proven, drifts: drifting(proven.drift, proven.file) }),
    },
    missing: { ...(proven === undefined && { proven: noProfile, drifts: noProfile }) },
    asked: bench.allRules ? () => true : askedBy({ config }),
  };
  return {
    checked: {
      target: { id: target, kind: "container", name },
      config,
      run: applySettings(runRules(rulesFor(config), input), rulesFor(config), { config, today }).run,
    },
    work: { kind: "facts", path: target, facts: { containers }, config, today },
    container: {
      target,
      name,
      id,
      image: given.image,
      imageId,
      status: state.status,
      restarts: restartCount,
      ...(given.compose && {
        project: given.compose.project,
        service: given.compose.service,
        files: given.compose.files,
      }),
      ...(found && { profile: found.file }),
      drift: proven?.drift ?? [],
    },
  };
}

const noProfile =
  "no profile of its image was found in .hullproof or given with --profile: `hullproof learn IMAGE` makes one";

/** What the daemon gives to whoever does not ask otherwise is there, though the container's settings do not say it. */
function withDaemons(given: GivenSettings, { noNewPrivileges }: EngineSettings): GivenSettings {
  return noNewPrivileges && given.noNewPrivileges === undefined ? { ...given, noNewPrivileges } : given;
}

/** The engine itself, as a target of its own. */
export function judgeEngine(bench: Bench): Checked {
  const { engine, holes, config, today, allRules } = bench;
  const asked = allRules ? () => true : askedBy({ config });
  const run = runRules(rules, { target: "engine", facts: { engine: { ...engine, holes } }, asked });
  return {
    target: { id: "engine", kind: "engine", name: `${engine.name} ${engine.version}` },
    run: applySettings(run, rules, { config, today }).run,
  };
}
