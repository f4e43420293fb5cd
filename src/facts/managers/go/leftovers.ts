import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "go help environment: GOMODCACHE, GOCACHE", [
    "/go/pkg/mod",
    "/go/pkg/sumdb",
    ...inHomes("go/pkg/mod", ".cache/go-build"),
  ]),
];
