import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { composeVersions } from "../../src/formats/compose/compose-version.ts";

/** Programs that HULLPROOF_TEST_COMPOSE names, else the plug-in of Debian's docker-compose; none needs an engine. */
const debians = "/usr/libexec/docker/cli-plugins/docker-compose";
const programs = (process.env["HULLPROOF_TEST_COMPOSE"] ?? (existsSync(debians) ? debians : ""))
  .split(delimiter)
  .filter((program) => program !== "");

/** Those whose version is known, with it. */
export const knownComposes = programs.flatMap((program) => {
  const said = spawnSync(program, ["version", "--short"], { encoding: "utf8" }).stdout?.trim() ?? "";
  const version = composeVersions.find((one) => said.replace(/^v/, "").startsWith(`${one}.`));
  return version === undefined ? [] : [{ program, version }];
});
