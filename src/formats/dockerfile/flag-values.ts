import { printable } from "./refusal.ts";

/** Nanoseconds of Go's duration units (time.ParseDuration). */
const units: ReadonlyMap<string, number> = new Map([
  ["ns", 1],
  ["us", 1e3],
  ["\u00b5s", 1e3],
  ["\u03bcs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["m", 6e10],
  ["h", 3.6e12],
]);

/** HEALTHCHECK accepts a Go duration that is zero, or at least a millisecond. */
export function durationProblem(value: string): string | undefined {
  if (value === "") return undefined;
  const unsigned = value.replace(/^[-+]/, "");
  if (unsigned === "0") return undefined;
  const part = /(\d+(?:\.\d*)?|\.\d+)([nu\u00b5\u03bcm]s|[smh])/y;
  let nanoseconds = 0;
  while (part.lastIndex < unsigned.length) {
    const [, number, unit] = part.exec(unsigned) ?? [];
    if (number === undefined || unit === undefined) {
      return /^\d+$/.test(unsigned)
        ? `${printable(value)} lacks a unit, such as ${printable(value)}s`
        : `${printable(value)} is not a duration, such as 1m30s`;
    }
    nanoseconds += Number(number) * (units.get(unit) ?? 0);
  }
  // The largest 64-bit number of nanoseconds is 2562047h47m16.85s.
  if (nanoseconds > 2 ** 63) return `${printable(value)} is too long`;
  if (nanoseconds !== 0 && (value.startsWith("-") || nanoseconds < 1e6)) {
    return `${printable(value)} is less than 1ms`;
  }
  return undefined;
}

export function retriesProblem(value: string): string | undefined {
  if (value === "") return undefined;
  if (!/^[-+]?\d+$/.test(value) || Math.abs(Number(value)) > 2 ** 31 - 1) return `${printable(value)} is not a number`;
  return Number(value) < 0 ? `${printable(value)} is negative` : undefined;
}

export function networkProblem(value: string): string | undefined {
  return ["default", "none", "host"].includes(value)
    ? undefined
    : `there is no network mode ${printable(value)}: default, none and host are known`;
}

export function securityProblem(value: string): string | undefined {
  return ["insecure", "sandbox"].includes(value)
    ? undefined
    : `there is no security mode ${printable(value)}: insecure and sandbox are known`;
}

/** Lengths in hex digits of digests that ADD --checksum accepts for a URL (opencontainers/go-digest). */
const digests: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

export function checksumProblem(value: string): string | undefined {
  const [, algorithm = "", hex = ""] = /^([a-z0-9]+):([a-f0-9]+)$/.exec(value) ?? [];
  const length = digests.get(algorithm);
  return length === hex.length && length !== 0
    ? undefined
    : `--checksum: ${printable(value)} is not a digest: write sha256: and 64 hexadecimal digits in lower case`;
}

const systems =
  "aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris wasip1 windows zos";
const architectures =
  "386 aarch64 amd64 amd64p32 arm arm64 arm64be armbe armel armhf i386 loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64";
const lone = new Set(`${systems} ${architectures}`.split(" "));

/** containerd/platforms, `Parse`: os[(version)][/arch[/variant]], or one known name alone. */
export function isPlatform(value: string): boolean {
  const parts = value.split("/");
  const [first = ""] = parts;
  return (
    parts.length <= 3 &&
    /^[A-Za-z0-9_-]+(\([A-Za-z0-9_.+-]*\))*$/.test(first) &&
    parts.slice(1).every((part) => /^[A-Za-z0-9_-]+$/.test(part)) &&
    (parts.length > 1 || first.includes("(") || lone.has(first.toLowerCase()))
  );
}
