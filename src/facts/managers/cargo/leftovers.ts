import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "The Cargo Book, Cargo Home", [
    "/usr/local/cargo/registry",
    "/usr/local/cargo/git",
    ...inHomes(".cargo/registry", ".cargo/git"),
  ]),
];
