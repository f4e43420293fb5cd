import { soleLayers } from "../../data/default-seccomp/sole-layers.ts";
import type { Capability } from "../../domain/profile/capability.ts";
import { withGivenTmpfs } from "../../dialects/text/tmpfs-options.ts";
import { shownWorkload } from "../../secrets/env-by-name.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { EngineInfo, ImageSummary } from "../../sources/engine/types.ts";
import type { ObservedCapabilities } from "../observe/capabilities.ts";
import { portsOf } from "../trial/environment/create-request.ts";
import { withLoad } from "../workload/with-load.ts";
import type { Control } from "../experiment/control.ts";
import { learnedBy, type Lesson } from "./lesson.ts";

/** Environment of the lessons and its observations. */
export interface LearnedWhere {
  readonly imageName: string;
  readonly imageSummary: Pick<ImageSummary, "id">;
  readonly engine: Pick<EngineInfo, "version" | "apiVersion" | "kernel">;
  /** As requested. */
  readonly workload: Workload;
  readonly control: Pick<Control, "provenFor"> & { readonly reference?: { readonly workload: Workload } };
  readonly seen: Pick<ObservedCapabilities, "capabilities" | "method">;
  /** Capabilities of the original. */
  readonly granted: readonly Capability[];
  /** How its processes were compared. */
  readonly processes: string;
  readonly beside: Pick<Profile, "untested" | "growing" | "brokenTools" | "setIdPrograms">;
}

/** The profile learned by the lessons. Throws only if a limit was not learned, which is a bug. */
export function profileOf(lessons: readonly Lesson[], profileContext: LearnedWhere): Profile {
  const { imageName, imageSummary, engine, workload, control, seen, granted } = profileContext;
  const current = learnedBy(lessons);
  const used = seen.capabilities.map(({ name }) => name);
  const required = [...new Set(lessons.flatMap((lesson) => lesson.required ?? []))].toSorted();
  const tolerated = lessons.flatMap((lesson) => lesson.tolerated ?? []);
  const [uid = 0, gid = 0] = (current.user ?? "0:0").split(":").map(Number);
  const { noNewPrivileges = false, readOnlyRootfs = false, tmpfs = [], shmBytes } = current;
  const { anonymousVolumes, seccomp, ulimits, devices } = current;
  const init = current.init ?? workload.grants?.init;
  const network = current.network ?? workload.grants?.network;
  const layers = soleLayers({ capabilities: { required, soft: [], unused: [] }, ...(seccomp && { seccomp }) });
  return {
    schemaVersion: 1,
    image: { name: imageName, digest: imageSummary.id },
    engine: { version: engine.version, apiVersion: engine.apiVersion },
    kernel: engine.kernel,
    workload: shownWorkload(withLoad(workload, control.reference?.workload.load)),
    user: { uid, gid },
    capabilities: {
      required,
      soft: used.filter((name) => !required.includes(name)),
      unused: granted.filter((name) => !required.includes(name) && !used.includes(name)),
    },
    ...(seccomp && { seccomp }),
    noNewPrivileges,
    readOnlyRootfs,
    tmpfs: withGivenTmpfs(workload.grants?.tmpfs, tmpfs),
    volumes: workload.volumes,
    ...(anonymousVolumes && { anonymousVolumes }),
    memoryBytes: limit(current.memoryBytes),
    ...(shmBytes !== undefined && { shmBytes }),
    ...(current.cpus !== undefined && { cpus: current.cpus }),
    pids: limit(current.pids),
    ...(ulimits && { ulimits }),
    ...(devices && { devices }),
    ...(init && { init }),
    ...(network && { network }),
    ports: portsOf(workload),
    sysctls: { ...workload.grants?.sysctls, ...current.sysctls },
    assumptions: {
      ...lessons.reduce((all, one) => ({ ...all, ...one.assumptions }), {}),
      observation: seen.method,
      processes: profileContext.processes,
      ...(layers.length > 0 && { "single layers": layers.join(" ") }),
    },
    because: lessons.reduce<Profile["because"]>((all, one) => ({ ...all, ...withReasons(all, one.because) }), {}),
    ...(tolerated.length > 0 && { tolerated }),
    ...profileContext.beside,
    witnesses: lessons.flatMap(({ witnesses }) => witnesses),
    provenFor: control.provenFor,
  };
}

/** Evidence of several lessons about one field, without repeated lines. */
function withReasons(reasons: Profile["because"], moreReasons: Lesson["because"]): Profile["because"] {
  const fields = Object.entries(moreReasons).map(([field, lines]) => [
    field,
    [...new Set([...(ownValue(reasons, field) ?? []), ...lines])],
  ]);
  return Object.fromEntries(fields) as Profile["because"];
}

function limit(value: number | undefined): number {
  if (value === undefined) throw new Error("a limit was not learned");
  return value;
}
