import type { ImageInfo } from "../../domain/image/image-info.ts";
import { packageManagers } from "./index.ts";
import type { OwnCopies, ToolChain } from "./traits.ts";

/** Types of package URLs that are a distribution's packages. */
export const systemTypes: ReadonlySet<string> = new Set(
  packageManagers.flatMap(({ system, purlType }) => (system === undefined || purlType === undefined ? [] : [purlType])),
);

const bumps = new Map(
  packageManagers.flatMap(({ purlType, bump }) =>
    purlType === undefined || bump === undefined ? [] : [[purlType, bump] as const],
  ),
);

/** The command that updates a library, in the project's folder. Undefined: no command is known for the type (Maven's version is in a file), or a text is unsafe in a shell. */
export function bumpCommand(type: string, name: string, to: string): string | undefined {
  const fits = /^@?[A-Za-z0-9][A-Za-z0-9._/+-]*$/.test(name) && /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(to);
  return fits ? bumps.get(type)?.(name, to) : undefined;
}

const upgrades = packageManagers.flatMap(({ purlType, upgrade }) =>
  purlType === undefined || upgrade === undefined ? [] : [{ type: purlType, ...upgrade }],
);

/** Whether newer packages of the type can be taken in by a command. */
export function isUpgradable(type: string): boolean {
  return upgrades.some((upgrade) => upgrade.type === type);
}

/** The command that installs newer packages of one purl type. Undefined: none is known, or a name is unsafe in a shell. */
export function upgradeCommand(type: string, os: ImageInfo["os"], names: readonly string[]): string | undefined {
  const candidates = upgrades.filter((upgrade) => upgrade.type === type);
  const upgrade =
    candidates.find(({ isOf }) => isOf?.(os) === true) ?? candidates.find(({ isOf }) => isOf === undefined);
  if (upgrade === undefined || !names.every((name) => /^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(name))) return undefined;
  return upgrade.command([...new Set(names)].sort().join(" "));
}

const copying: readonly OwnCopies[] = packageManagers.flatMap(({ ownCopies }) => ownCopies ?? []);

/** The program that bundles the file at a path, and the command that installs its newest release. */
export function holderOf(path: string): { readonly name: string; readonly command: string | undefined } | undefined {
  for (const { holder, command } of copying) {
    const name = holder(path);
    const plain = name !== undefined && /^@?[a-z0-9][a-z0-9._/-]*$/i.test(name);
    if (name !== undefined) return { name, command: plain ? command(name) : undefined };
  }
  return undefined;
}

/** The tool chain that a package represents. */
export function toolChainOf(type: string, name: string): ToolChain | undefined {
  return packageManagers.find(({ purlType, toolChain }) => purlType === type && toolChain?.packages.includes(name))
    ?.toolChain;
}
