import { applications } from "./applications.ts";
import { browsers } from "./browsers.ts";
import { databases } from "./databases.ts";
import { golangPrograms } from "./golang.ts";
import { javaServers } from "./java-servers.ts";
import { languages } from "./languages.ts";
import type { Program } from "./program.ts";
import { servers } from "./servers.ts";
import { tools } from "./tools.ts";

/** All programs known by their files. If several match one file, the first with a version wins. */
export const programs: readonly Program[] = [
  ...languages,
  ...servers,
  ...databases,
  ...tools,
  ...applications,
  ...browsers,
  ...javaServers,
  ...golangPrograms,
];
