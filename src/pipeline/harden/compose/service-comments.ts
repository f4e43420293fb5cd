import type { Located, WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { WitnessField } from "../../../domain/profile/witness.ts";
import type { CommentAt } from "../../../edits/yaml/own-comments.ts";
import { preparedLosses } from "../../../emit/losses/deployment-losses.ts";
import { because } from "../../../emit/text/reasons.ts";
import { heading } from "../../../emit/text/heading.ts";
import { visible } from "../../../emit/text/visible.ts";

/** Comments of one service, by file: each privilege, path and limit with what broke without it, and above the service where all of it comes from. */
export function serviceComments(
  container: WrittenContainer,
  profile: Profile,
): ReadonlyMap<string, readonly CommentAt[]> {
  const found = new Map<string, CommentAt[]>();
  const say = ({ at }: Pick<Located<unknown>, "at">, ...lines: readonly string[]): void => {
    if (!("span" in at) || lines.length === 0) return;
    const shown = lines.map((line) => visible(line, 240));
    found.set(at.file, [...(found.get(at.file) ?? []), { at: at.span.start, lines: shown }]);
  };
  const why = (field: WitnessField, value: string): string => because(profile, profile.witnesses ?? [], field, value);
  const { user, memoryBytes, cpus, pids, init, readOnly, noNewPrivileges } = container;
  const head = [
    ...heading(profile).map((line) => line.replace(/^Learned by hullproof/, "learned")),
    ...preparedLosses(profile).flatMap(({ remedy }) =>
      remedy === undefined ? [] : [`before the first start: ${remedy}`],
    ),
    ...(profile.user.uid === 0 && user === undefined ? [`it stays root: ${why("user", "0:0")}`] : []),
    ...(profile.readOnlyRootfs ? [] : [`its root file system stays writable: ${why("readOnlyRootfs", "false")}`]),
    ...(profile.noNewPrivileges ? [] : [`it may gain privileges: ${why("noNewPrivileges", "false")}`]),
  ];
  say(container, ...head);
  if (user) say(user, `user ${user.value}: ${why("user", user.value)}`);
  for (const said of container.capAdd) {
    const name = said.value.toUpperCase().replace(/^CAP_/, "");
    say(said, `${name}: ${why("capabilities", name)}`);
  }
  // What the file mounted before was not tried without.
  const given = new Set(profile.workload.grants?.tmpfs?.map(({ path }) => path));
  for (const said of container.mounts)
    if (profile.tmpfs.some(({ path }) => path === said.value.path && !given.has(path)))
      say(said, `${said.value.path}: ${why("tmpfs", said.value.path)}`);
  for (const said of container.mounts) {
    const { path, source } = said.value;
    if (source === undefined && profile.anonymousVolumes?.some((own) => own.path === path) === true)
      say(
        said,
        `${path}: ${why("anonymousVolumes", path)}`,
        `${path} lasts as long as the container, and docker compose down -v removes it: name it for data that has to live longer`,
      );
  }
  if (readOnly && profile.readOnlyRootfs) say(readOnly, `read-only: ${why("readOnlyRootfs", "true")}`);
  if (noNewPrivileges && profile.noNewPrivileges)
    say(noNewPrivileges, `no new privileges: ${why("noNewPrivileges", "true")}`);
  if (memoryBytes) say(memoryBytes, `memory: ${why("memoryBytes", String(profile.memoryBytes))}`);
  if (cpus && profile.cpus !== undefined) say(cpus, `CPUs: ${why("cpus", String(profile.cpus))}`);
  if (pids) say(pids, `processes: ${why("pids", String(profile.pids))}`);
  if (init && profile.init === true && profile.workload.grants?.init !== true)
    say(init, `init: ${why("init", "true")}`);
  return found;
}
