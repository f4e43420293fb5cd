import { isNotRead, type LifePermissions } from "../../../domain/workload/file-permissions.ts";
import { fileWork } from "./file-work.ts";
import { keptFiles } from "./kept-paths.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { openPermissionRecord, type IdMaps, type PermissionRecord } from "./permission-record.ts";

type Moment = keyof LifePermissions;

/** Undefined if the trial is not judged, or the original's access rights could not be read either. */
export function openRecordAt(
  moment: Moment,
  context: LifecycleContext,
  pid: number,
  ids: IdMaps,
): PermissionRecord | undefined {
  const { container, expected, judged, tmpfs = [] } = context;
  if (judged === false) return undefined;
  const reference = expected?.permissions[moment];
  if (expected !== undefined && (reference === undefined || isNotRead(reference))) return undefined;
  const record = openPermissionRecord({
    ids,
    overlay: container.overlay,
    expected: isNotRead(reference) ? undefined : reference,
    // A mount's record ends with the mount.
    ...(pid <= 0 && { hiddenPaths: tmpfs }),
  });
  if (!context.engine.sameKernel) record.skip("the engine's files cannot be read from this machine");
  return record;
}

/** Access rights of all files while it runs, right after its first start. */
export async function permissionsWhenReady(
  context: LifecycleContext,
  startedPid: number,
  { ids, sinceMs }: { readonly ids: IdMaps; readonly sinceMs: number },
): Promise<LifePermissions> {
  const pid = context.workload.ready.kind === "ended" ? 0 : startedPid;
  const record = context.life === 0 ? openRecordAt("ready", context, pid, ids) : undefined;
  if (record === undefined) return {};
  if (context.engine.sameKernel) {
    await fileWork(context.container, pid, { sinceMs, record });
    await keptFiles(context.container, record);
  }
  return { ready: await record.finish(context.signal) };
}
