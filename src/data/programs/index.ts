import { applications } from "./applications.ts";
import { browsers } from "./browsers.ts";
import { databases } from "./databases.ts";
import { golangPrograms } from "./golang.ts";
import { javaServers } from "./java-servers.ts";
import { languages } from "./languages.ts";
import type { Program } from "./program.ts";
import { servers } from "./servers.ts";
import { tools } from "./tools.ts";

/** Every program that is known by its files. Where several fit one file, the first that finds a version is taken. */
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
