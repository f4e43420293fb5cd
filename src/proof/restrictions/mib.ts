import { mebibyte } from "../../domain/units.ts";

/** `16.5 MiB` */
export function mib(bytes: number): string {
  return `${Math.round((bytes / mebibyte) * 10) / 10} MiB`;
}

/** Rounds up to a whole MiB. */
export function wholeMib(bytes: number): number {
  return Math.ceil(bytes / mebibyte) * mebibyte;
}
