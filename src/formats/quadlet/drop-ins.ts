import type { UnitEntry, UnitFile, UnitGroup } from "./unit-file.ts";

/**
 * Folders whose `*.conf` are laid over a unit, the most specific first: `a-b.container.d`, `a-.container.d`, `container.d`; of an instance also the
 * template's (GetUnitDropinPaths of Podman's pkg/systemd/parser/unitfile.go). Of files with one name the first counts, and they are read by name.
 */
export function dropInFolders(unit: string): readonly string[] {
  const dot = unit.lastIndexOf(".");
  if (dot <= 0) return [];
  const ending = unit.slice(dot);
  const [name = "", instance] = unit.slice(0, dot).split(/@(.*)/s, 2);
  const parts = name.split("-").slice(0, -1);
  const cut = parts.flatMap((_, at) => {
    const stem = `${parts.slice(0, at + 1).join("-")}-`;
    return instance === undefined ? [stem] : [stem, `${stem}@`];
  });
  return [
    `${ending.slice(1)}.d`,
    ...cut.map((stem) => `${stem}${ending}.d`),
    ...(instance === undefined || instance === "" ? [] : [`${name}@${ending}.d`]),
    `${unit}.d`,
  ].toReversed();
}

/** A unit with its drop-ins laid over it in the order given: their keys come after its own. */
export function withDropIns(unit: UnitFile, dropIns: readonly UnitFile[]): UnitFile {
  const groups = new Map<string, { name: string; span: UnitGroup["span"]; entries: UnitEntry[] }>();
  for (const { groups: unitGroups, file } of [unit, ...dropIns]) {
    for (const { name, span, entries } of unitGroups.values()) {
      // A group's place is one of the unit itself.
      const group = groups.get(name) ?? { name, span: file === unit.file ? span : { start: 0, end: 0 }, entries: [] };
      group.entries.push(...entries);
      groups.set(name, group);
    }
  }
  return { file: unit.file, groups, problems: [unit, ...dropIns].flatMap(({ problems }) => problems) };
}
