/** In the order in which Compose looks for them in a folder. */
const baseNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

export function isBaseComposeName(name: string): boolean {
  return baseNames.includes(name);
}

/** Priority of a default file name in Compose: 0 for the first. */
export function composeRank(name: string): number {
  return baseNames.includes(name) ? baseNames.indexOf(name) : baseNames.length;
}

/** Of the files of one folder, the project that Compose makes of them by itself: the first base name, and the first override. */
export function composeProject(
  names: ReadonlySet<string>,
): { readonly base: string; readonly override?: string } | undefined {
  const base = baseNames.find((name) => names.has(name));
  const override = overrideNames.find((name) => names.has(name));
  return base === undefined ? undefined : { base, ...(override !== undefined && { override }) };
}

/** The file below which this name is merged when both are in one folder, the first that exists. */
export function baseOf(name: string): readonly string[] {
  return overrideNames.includes(name) ? baseNames : [];
}

/** The file that Compose merges over this name when both are in one folder, the first that exists. */
export function overrideOf(name: string): readonly string[] {
  return baseNames.includes(name) ? overrideNames : [];
}
