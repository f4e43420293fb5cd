import type { AuditedContainer } from "../../../domain/report/audit.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { EngineSettings } from "../../../domain/container/engine-settings.ts";
import type { EngineHoles } from "../../../domain/workload/engine-vulnerability.ts";
import type { ContainerSpecs } from "../../../domain/container/container-spec.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { engineCapabilities } from "../../../data/engine-capabilities.ts";
import { drifting } from "../../../facts/container-spec/drift/found-drift.ts";
import { toDrift } from "../../../facts/container-spec/drift/located-drift.ts";
import { driftOf } from "../../../facts/container-spec/drift/drift-of.ts";
import { ofInspect } from "../../../dialects/engine/read.ts";
import type { ProvenFact, RunningFact } from "../../../facts/container-spec/running-fact.ts";
import { proofAge, type ExpiredAfter } from "../../../proof/record/proof-age.ts";
import { rules } from "../../../rules/index.ts";
import { runRules } from "../../../rules/run/run-rules.ts";
import { applySettings, requestedRules } from "../../rule-runs/apply-settings.ts";
import { rulesFor } from "../../rule-runs/rules-for.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import type { FactsWork } from "../../rule-runs/facts-work.ts";
import type { ContainerSnapshot } from "../../containers/snapshot-container.ts";
import { withTag } from "../../containers/with-tag.ts";
import { profileOf, type LoadedProfile } from "../../profiles/load-profiles.ts";

/** Input for the evaluation of each container. */
export interface AuditInput {
  readonly engine: EngineSettings;
  readonly holes: EngineHoles["found"];
  /** Image id of each image name on the engine. */
  readonly tags: ReadonlyMap<string, string>;
  readonly profiles: readonly LoadedProfile[];
  readonly expiredAfter?: ExpiredAfter;
  readonly config: Config;
  readonly today: string;
  readonly allRules: boolean;
}

export interface JudgedContainer {
  readonly checked: TargetResult;
  readonly container: AuditedContainer;
  /** Input for custom rules. */
  readonly work: FactsWork;
}

/** Evaluates all rules that apply to a container of an engine. */
export function judgeContainer(
  { inspected, requested, image, identity }: ContainerSnapshot,
  bench: AuditInput,
): JudgedContainer {
  const { engine, profiles, config, today } = bench;
  const { name, id, imageId, state, restartCount } = inspected;
  const target = `container:${name}`;
  const container = ofInspect(withDaemons(requested, engine));
  const matchingProfile = profileOf(profiles, { name: requested.image, id: imageId, identity });
  const proven: ProvenFact | undefined = matchingProfile && {
    file: matchingProfile.file,
    image: matchingProfile.profile.image.name,
    same: matchingProfile.same,
    age: proofAge(matchingProfile.profile.provenOn, today, bench.expiredAfter),
    drift: driftOf(matchingProfile.profile, container, {
      imageUser: image?.inherited.user ?? "",
      capabilities: engineCapabilities(engine.name),
      engine: requested.engine,
    }).map(toDrift),
  };
  const tagImageId = bench.tags.get(withTag(requested.image));
  const running: RunningFact = {
    state,
    restartCount,
    ...(image !== undefined && { user: requested.user ?? image.inherited.user }),
    ...(requested.memoryBytes !== undefined && { memoryBytes: requested.memoryBytes }),
    image: { name: requested.image, id: imageId, ...(tagImageId !== undefined && { now: tagImageId }) },
  };
  const containers: ContainerSpecs = {
    dialects: ["engine"],
    containers: [container],
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
    asked: bench.allRules ? () => true : requestedRules({ config }),
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
      image: requested.image,
      imageId,
      status: state.status,
      restarts: restartCount,
      ...(requested.compose && {
        project: requested.compose.project,
        service: requested.compose.service,
        files: requested.compose.files,
      }),
      ...(matchingProfile && { profile: matchingProfile.file }),
      drift: proven?.drift ?? [],
    },
  };
}

const noProfile =
  "no profile of its image was found in .hullproof or given with --profile: `hullproof learn IMAGE` makes one";

/** The daemon's default applies where the container's settings have none. */
function withDaemons(settings: RequestedSettings, { noNewPrivileges }: EngineSettings): RequestedSettings {
  return noNewPrivileges && settings.noNewPrivileges === undefined ? { ...settings, noNewPrivileges } : settings;
}

/** Evaluates the engine itself as a separate target. */
export function judgeEngine(bench: AuditInput): TargetResult {
  const { engine, holes, config, today, allRules } = bench;
  const isRequested = allRules ? () => true : requestedRules({ config });
  const run = runRules(rules, { target: "engine", facts: { engine: { ...engine, holes } }, asked: isRequested });
  return {
    target: { id: "engine", kind: "engine", name: `${engine.name} ${engine.version}` },
    run: applySettings(run, rules, { config, today }).run,
  };
}
