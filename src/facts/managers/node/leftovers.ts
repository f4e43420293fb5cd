import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "npm config cache; yarn cache dir; pnpm store path; bun pm cache; node-gyp --devdir", [
    ...inHomes(".npm", ".cache/yarn", ".yarn/berry/cache", ".cache/pnpm", ".bun/install/cache", ".cache/node-gyp"),
    ...inHomes(".node-gyp", ".cache/node/corepack"),
    "/usr/local/share/.cache/yarn",
  ]),
  {
    kind: "package-cache",
    where: { folder: "_cacache" },
    safe: true,
    source: "cacache, npm's content-addressable cache",
  },
  ...place("package-cache", "pnpm store path", inHomes(".local/share/pnpm/store"), {
    safe: false,
    unless: "node_modules links into it with --package-import-method=symlink",
  }),
];
