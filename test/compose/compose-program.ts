import { spawnSync } from "node:child_process";

const named = process.env["HULLPROOF_TEST_COMPOSE"]?.split(":")[0] ?? "docker-compose";
const version = spawnSync(named, ["version", "--short"], { encoding: "utf8" }).stdout?.trim() ?? "";

/** `docker-compose` on the path, or the first program that HULLPROOF_TEST_COMPOSE names. */
export const compose = named;
/** Undefined, or why it is not asked: Debian 12 has 1.29, which knows no Compose specification. */
export const noCompose = /^v?(?:[2-9]|\d\d)\./.test(version)
  ? undefined
  : `there is no Docker Compose 2 or newer here (${named}: ${version || "none"})`;
