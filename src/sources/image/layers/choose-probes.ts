import type { PathBytes } from "../../../formats/tar/path-bytes.ts";
import { folderText, nameText } from "../../../formats/tar/path-bytes.ts";
import type { LayerProbe, ProbedFile } from "../../../domain/image/layer-probe.ts";

/**
 * Selects the probes for a file; called for every file of an image, so most are rejected by a hash of their names.
 * `folder` is the same number for the same folder.
 */
export type ProbeChoice = (file: ProbedFile, path: PathBytes, folder: number) => readonly LayerProbe[];

const none: readonly LayerProbe[] = [];

export function chooseProbes(probes: readonly LayerProbe[]): ProbeChoice {
  const byName = group(probes, ({ looksAt }) => looksAt.names ?? []);
  const byEnding = group(probes, ({ looksAt }) => looksAt.endings ?? []);
  const byFolder = probes.filter(({ looksAt }) => looksAt.under !== undefined);
  const executables = probes.filter(({ looksAt }) => looksAt.executablesFrom !== undefined);
  const smallest = Math.min(...executables.map(({ looksAt }) => Math.max(64, looksAt.executablesFrom ?? 0)));
  const hashers = probes.filter(({ looksAt }) => looksAt.everyFileUpTo !== undefined);
  const largest = Math.max(...hashers.map(({ looksAt }) => looksAt.everyFileUpTo ?? 0));
  const telling = nameFilter(byName.keys(), byEnding.keys());
  const below: (readonly LayerProbe[])[] = [];

  return (file, path, folder) => {
    const inFolder = (below[folder] ??= probesBelow(byFolder, `${folderText(path)}/`));
    const isExecutable = (file.mode & 0o111) !== 0 && file.size >= smallest;
    if (inFolder.length === 0 && !isExecutable && file.size > largest && !telling(path)) return none;
    return choose(file, nameText(path), inFolder);
  };

  function choose(file: ProbedFile, name: string, inFolder: readonly LayerProbe[]): readonly LayerProbe[] {
    const { size, mode } = file;
    const dot = name.lastIndexOf(".");
    const isProgram = (mode & 0o111) !== 0 && size >= smallest;
    const fitting = new Set([
      ...(byName.get(name) ?? none),
      ...(dot === -1 ? none : (byEnding.get(name.slice(dot)) ?? none)),
      ...inFolder,
      ...(isProgram ? executables.filter(({ looksAt }) => size >= (looksAt.executablesFrom ?? 0)) : none),
      ...hashers.filter(({ looksAt }) => size <= (looksAt.everyFileUpTo ?? 0)),
    ]);
    return fitting.size === 0 ? none : [...fitting].filter((probe) => probe.wants?.(file) !== false);
  }
}

function probesBelow(probes: readonly LayerProbe[], folder: string): readonly LayerProbe[] {
  const matchingProbes = probes.filter(
    ({ looksAt }) => looksAt.under?.some((prefix) => folder.startsWith(prefix)) === true,
  );
  return matchingProbes.length === 0 ? none : matchingProbes;
}

/** False for nearly every path whose name is not among `names` and does not end with one of `endings`; never for one that does. */
function nameFilter(names: Iterable<string>, endings: Iterable<string>): (path: PathBytes) => boolean {
  const bits = 65_536;
  const isName = new Uint8Array(bits);
  const isEnding = new Uint8Array(bits);
  const encoder = new TextEncoder();
  for (const [texts, bitmap] of [
    [names, isName],
    [endings, isEnding],
  ] as const) {
    for (const text of texts) {
      const bytes = encoder.encode(text);
      bitmap[hash(bytes, 0, bytes.length)] = 1;
    }
  }
  return ({ bytes, length, slash }) => {
    if (isName[hash(bytes, slash + 1, length)] === 1) return true;
    let dot = length - 1;
    while (dot > slash && bytes[dot] !== 46) dot--;
    return dot > slash && isEnding[hash(bytes, dot, length)] === 1;
  };
}

/** FNV-1a, folded to 16 bits. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return (value ^ (value >>> 16)) & 0xffff;
}

function group(
  probes: readonly LayerProbe[],
  keys: (probe: LayerProbe) => readonly string[],
): Map<string, LayerProbe[]> {
  const groups = new Map<string, LayerProbe[]>();
  for (const probe of probes) {
    for (const key of keys(probe)) groups.set(key, [...(groups.get(key) ?? []), probe]);
  }
  return groups;
}
