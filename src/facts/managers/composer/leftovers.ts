import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "gem environment; bundle config cache_path; composer config cache-dir", [
    ...inHomes(".cache/composer", ".composer/cache"),
    "/tmp/composer-cache",
  ]),
];
