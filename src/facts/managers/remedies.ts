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

/** What takes a library to a version, in the project's folder. Undefined: no command is known for the type (Maven's version stands in a file), or a text is not fit for a shell. */
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

/** The command that takes in newer packages of one purl type. Undefined: none is known, or a name is not fit for a shell. */
export function upgradeCommand(type: string, os: ImageInfo["os"], names: readonly string[]): string | undefined {
  const own = upgrades.filter((upgrade) => upgrade.type === type);
  const upgrade = own.find(({ isOf }) => isOf?.(os) === true) ?? own.find(({ isOf }) => isOf === undefined);
  if (upgrade === undefined || !names.every((name) => /^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(name))) return undefined;
  return upgrade.command([...new Set(names)].sort().join(" "));
}

const copying: readonly OwnCopies[] = packageManagers.flatMap(({ ownCopies }) => ownCopies ?? []);

/** The program that brought the file at a path in a folder of its own, and what takes the newest release of it. */
export function holderOf(path: string): { readonly name: string; readonly command: string | undefined } | undefined {
  for (const { holder, command } of copying) {
    const name = holder(path);
    const plain = name !== undefined && /^@?[a-z0-9][a-z0-9._/-]*$/i.test(name);
    if (name !== undefined) return { name, command: plain ? command(name) : undefined };
  }
  return undefined;
}

/** The tool chain that a package stands for. */
export function toolChainOf(type: string, name: string): ToolChain | undefined {
  return packageManagers.find(({ purlType, toolChain }) => purlType === type && toolChain?.packages.includes(name))
    ?.toolChain;
}
