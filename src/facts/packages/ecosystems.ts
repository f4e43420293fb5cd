import { deb } from "./deb.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { npm } from "./npm.ts";
import { pypi } from "./pypi.ts";

/** All kinds of packages that hullproof can list: one file each in this folder. */
export const ecosystems: readonly Ecosystem[] = [deb, npm, pypi];
