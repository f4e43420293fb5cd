import { ownValue } from "../../../domain/own-value.ts";
import type { Instruction, InstructionFlag } from "../../../facts/dockerfile/dockerfile.ts";
import { stageName } from "../../../facts/dockerfile/instruction-words.ts";

export interface Platform {
  readonly os: string;
  readonly arch: string;
}

const systems = new Set(
  "aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
const architectures = new Set(
  "386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm".split(" "),
);
const otherNames: Readonly<Record<string, string>> = {
  aarch64: "arm64",
  armel: "arm",
  armhf: "arm",
  i386: "386",
  macos: "darwin",
  "x86-64": "amd64",
  x86_64: "amd64",
};

/**
 * `linux/amd64`, `linux`, `arm64/v8`, like containerd's `platforms.Parse`; a missing half is that of the build machine,
 * here linux/amd64. Undefined for invalid platforms.
 */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.toLowerCase().split("/");
  const [first = "", second] = parts.map((part) => ownValue(otherNames, part) ?? part);
  if (parts.length > 3 || !parts.every((part, index) => pattern(index).test(part))) return undefined;
  if (second !== undefined) return { os: first.replace(/\(.*/, ""), arch: second };
  if (systems.has(first)) return { os: first, arch: "amd64" };
  return architectures.has(first) ? { os: "linux", arch: first } : undefined;
}

/** An operating system may have its version in brackets. */
function pattern(index: number): RegExp {
  return index === 0 ? /^[a-z0-9_.-]+(\([a-z0-9_.-]*\))?$/ : /^[a-z0-9_.-]+$/;
}

/** Docker refuses a second one. */
export function platformFlag(from: Instruction): (InstructionFlag & { readonly value: string }) | undefined {
  const [flag, second] = from.flags.filter(({ name }) => name === "platform");
  return flag?.value === undefined || second !== undefined ? undefined : { ...flag, value: flag.value };
}

/** A stage whose name contains its platform is intentionally one of several. */
export function isNamedFor(from: Instruction, { os, arch }: Platform): boolean {
  const name = stageName(from)?.name.text.toLowerCase() ?? "";
  return name.includes(os) || name.includes(arch);
}
