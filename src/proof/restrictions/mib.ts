const mebibyte = 1024 * 1024;

/** `16.5 MiB` */
export function mib(bytes: number): string {
  return `${Math.round((bytes / mebibyte) * 10) / 10} MiB`;
}
