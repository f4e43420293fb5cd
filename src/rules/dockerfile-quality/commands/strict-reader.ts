import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";
import { fileName } from "../../layers/unpacking.ts";

/**
 * They unpack their input, and fail on empty, truncated and error-page input (measured: GNU, BusyBox 1.37, pigz 2.8).
 */
const unpackers = /^(?:gunzip|unpigz|zcat|unxz|xzcat|bunzip2|bzcat|unzstd|zstdcat)$/;
const packers = /^(?:gzip|pigz|xz|bzip2|zstd)$/;
const sums = /^(?:(?:sha\d+|md5|b2)sum|shasum)$/;
/** BusyBox versions that accept empty or truncated input. */
const lenient = /^(?:zcat|unxz|xzcat|xz|cpio)$/;

/** `tar -xz`, `gpg --dearmor`, `sha256sum -c`: ends with an error unless it read something whole. */
export function isStrictReader(command: ShellCommand, busybox: boolean): boolean {
  const program = programOf(command) ?? "";
  if (busybox && lenient.test(program)) return false;
  if (command.wrappers?.some((name) => name === "xargs" || name === "find") === true) return false;
  const args = argumentsOf(command).map(({ text }) => text);
  const has = (option: RegExp): boolean => args.some((arg) => option.test(arg));
  // With --force they pass on input that they cannot unpack.
  if (unpackers.test(program)) return !has(/^(?:-[a-zA-Z]*f|--force$)/);
  if (packers.test(program))
    return has(/^(?:-[a-zA-Z]*d|--(?:decompress|uncompress)$)/) && !has(/^(?:-[a-zA-Z]*f|--force$)/);
  if (sums.test(program)) return has(/^(?:-[a-zA-Z]*c|--check$)/);
  switch (program) {
    case "tar":
      return readsTar(args);
    case "unzip":
    case "funzip":
      return true;
    case "gpg":
    case "gpg2":
      return has(/^(?:--dearmou?r|--import|--verify|--decrypt|-d)$/);
    case "apt-key":
      return has(/^add$/);
    case "rpm":
      return has(/^--import$/);
    case "cpio":
      return has(/^(?:-[a-zA-Z]*i|--extract$)/);
    case "awk":
    case "gawk":
    case "mawk":
      return args.some((arg) => /\bexit\s{0,9}\(?[1-9]/.test(arg.split(/\bEND\b/)[1] ?? ""));
    case "openssl":
      return args[0] === "x509";
    default:
      return false;
  }
}

/** The mode is `x` or `t`. */
function readsTar(args: readonly string[]): boolean {
  return (
    args.some((arg) => /^(?:-[a-zA-Z]*[xt]|--(?:extract|get|list)$)/.test(arg)) || /^[a-zA-Z]*[xt]/.test(args[0] ?? "")
  );
}

/**
 * `tar x` with a file of this name, `dpkg -i` of it, `sha256sum -c` of a list that names it: fails on an error page.
 */
export function checksFile(command: ShellCommand, name: string, busybox: boolean, fed: readonly string[]): boolean {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command).map(({ text }) => text);
  const isFileNamed = args.some((arg) => fileName(arg.replace(/^-\w*f(?=.)/, "")) === name);
  if (sums.test(program)) {
    const lines = [...fed, ...(command.redirects ?? []).map(({ target }) => target.text)];
    return (
      isStrictReader(command, busybox) &&
      (isFileNamed || lines.length === 0 || lines.some((line) => line.includes(name)))
    );
  }
  if (!isFileNamed) return false;
  if (/^(?:unzip|gpgv2?)$/.test(program) || (program === "bsdtar" && readsTar(args))) return true;
  if (program === "dpkg") return args.some((arg) => /^(?:-[a-zA-Z]*i|--install$)/.test(arg));
  if (program === "rpm") return args.some((arg) => /^(?:-[a-zA-Z]*[iU]|--(?:import|install|upgrade)$)/.test(arg));
  if (/^(?:apt|apt-get|dnf|microdnf|yum)$/.test(program)) return args.includes("install");
  return isStrictReader(command, busybox);
}
