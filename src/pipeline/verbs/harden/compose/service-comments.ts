import type { Located, ContainerSpec } from "../../../../domain/container/container-spec.ts";
import type { Profile } from "../../../../domain/profile/profile.ts";
import type { WitnessField } from "../../../../domain/profile/witness-field.ts";
import type { CommentAt } from "../../../../edits/yaml/own-comments.ts";
import { preparedLosses } from "../../../../dialects/losses/deployment-losses.ts";
import { because } from "../../../../dialects/text/reasons.ts";
import { heading } from "../../../../dialects/text/heading.ts";
import { visible } from "../../../../dialects/text/visible.ts";

/** Comments of one service, by file: the witness of each privilege, path and limit, and a heading with the origin of the profile. */
export function serviceComments(container: ContainerSpec, profile: Profile): ReadonlyMap<string, readonly CommentAt[]> {
  const commentsByFile = new Map<string, CommentAt[]>();
  const say = ({ at }: Pick<Located<unknown>, "at">, ...lines: readonly string[]): void => {
    if (!("span" in at) || lines.length === 0) return;
    const visibleLines = lines.map((line) => visible(line, 240));
    commentsByFile.set(at.file, [...(commentsByFile.get(at.file) ?? []), { at: at.span.start, lines: visibleLines }]);
  };
  const reasonFor = (field: WitnessField, value: string): string =>
    because(profile, profile.witnesses ?? [], field, value);
  const { user, memoryBytes, cpus, pids, init, readOnly, noNewPrivileges } = container;
  const head = [
    ...heading(profile).map((line) => line.replace(/^Learned by hullproof/, "learned")),
    ...preparedLosses(profile).flatMap(({ remedy }) =>
      remedy === undefined ? [] : [`before the first start: ${remedy}`],
    ),
    ...(profile.user.uid === 0 && user === undefined ? [`it stays root: ${reasonFor("user", "0:0")}`] : []),
    ...(profile.readOnlyRootfs ? [] : [`its root file system stays writable: ${reasonFor("readOnlyRootfs", "false")}`]),
    ...(profile.noNewPrivileges ? [] : [`it may gain privileges: ${reasonFor("noNewPrivileges", "false")}`]),
  ];
  say(container, ...head);
  if (user) say(user, `user ${user.value}: ${reasonFor("user", user.value)}`);
  for (const addedCapability of container.capAdd) {
    const name = addedCapability.value.toUpperCase().replace(/^CAP_/, "");
    say(addedCapability, `${name}: ${reasonFor("capabilities", name)}`);
  }
  // Trials did not remove the file's existing mounts.
  const grantedPaths = new Set(profile.workload.grants?.tmpfs?.map(({ path }) => path));
  for (const mount of container.mounts)
    if (profile.tmpfs.some(({ path }) => path === mount.value.path && !grantedPaths.has(path)))
      say(mount, `${mount.value.path}: ${reasonFor("tmpfs", mount.value.path)}`);
  for (const mount of container.mounts) {
    const { path, source } = mount.value;
    if (source === undefined && profile.anonymousVolumes?.some((volume) => volume.path === path) === true)
      say(
        mount,
        `${path}: ${reasonFor("anonymousVolumes", path)}`,
        `${path} lasts as long as the container, and docker compose down -v removes it: name it for data that has to live longer`,
      );
  }
  if (readOnly && profile.readOnlyRootfs) say(readOnly, `read-only: ${reasonFor("readOnlyRootfs", "true")}`);
  if (noNewPrivileges && profile.noNewPrivileges)
    say(noNewPrivileges, `no new privileges: ${reasonFor("noNewPrivileges", "true")}`);
  if (memoryBytes) say(memoryBytes, `memory: ${reasonFor("memoryBytes", String(profile.memoryBytes))}`);
  if (cpus && profile.cpus !== undefined) say(cpus, `CPUs: ${reasonFor("cpus", String(profile.cpus))}`);
  if (pids) say(pids, `processes: ${reasonFor("pids", String(profile.pids))}`);
  if (init && profile.init === true && profile.workload.grants?.init !== true)
    say(init, `init: ${reasonFor("init", "true")}`);
  return commentsByFile;
}
