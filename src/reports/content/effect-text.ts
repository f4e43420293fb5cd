import type { FixEffect } from "../../domain/report/fix-report.ts";
import { bytesText } from "./units.ts";

/** `-34.4 MiB, -1 layer, 0 packages, -1.2 s`; a time difference within twice the noise is omitted, since two builds do not prove it. */
export function effectText({ bytes, layers, packages, seconds, secondsNoise }: FixEffect): string {
  return [
    bytes === 0 ? "0 B" : `${bytes < 0 ? "-" : "+"}${bytesText(Math.abs(bytes))}`,
    signedCount(layers, "layer"),
    signedCount(packages, "package"),
    Math.abs(seconds) <= 2 * secondsNoise ? "same time" : `${signed(seconds.toFixed(1))} s`,
  ].join(", ");
}

function signedCount(count: number, noun: string): string {
  return `${signed(String(count))} ${noun}${Math.abs(count) === 1 ? "" : "s"}`;
}

function signed(number: string): string {
  return number.startsWith("-") || Number(number) === 0 ? number : `+${number}`;
}
