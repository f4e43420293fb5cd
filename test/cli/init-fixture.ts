import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { readConfig } from "../../src/sources/configuration/config.ts";

export const web =
  'FROM python:3.13-slim\nENV PORT=8080\nEXPOSE $PORT\nHEALTHCHECK CMD curl -f http://localhost:8080/health\nCMD ["python", "app.py"]\n';
export const compose = "services:\n  db:\n    image: postgres:17\n  web:\n    build: .\n    depends_on: [db]\n";
export const project =
  'services:\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n  web:\n    image: example/web:1\n    depends_on: [db]\n    ports: ["80:8000"]\n    healthcheck: { test: [CMD, curl, "-f", "http://localhost:8000/health"] }\n';
export const get = (path: string, port = 8080) => ({
  ready: { http: { port, path } },
  steps: [{ name: `GET ${path}`, http: { port, path } }],
  restart: true,
});
// The tests may be called by npx, which would be named in calls.
export const noEngine = { DOCKER_HOST: "unix:///nowhere.sock", npm_command: undefined };
/** A terminal's text without its lines' ends. */
export const inOneLine = (shown: string) => shown.replaceAll("\r\u001b[2K", "").replaceAll(/\s+/g, " ");

export async function settingsOf(folder: string) {
  // What `check` and `learn` would read.
  await readConfig(join(folder, "hullproof.yaml"));
  return parse(await readFile(join(folder, "hullproof.yaml"), "utf8")) as Record<string, unknown>;
}
