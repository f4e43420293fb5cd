#!/usr/bin/env node
// `docker hullproof ...`: the docker command asks a plug-in for its metadata, and calls it with all of its own arguments, the plug-in's name among them
// (cli-plugins/manager and cli-plugins/plugin of docker/cli). This file, under the name docker-hullproof, lies in ~/.docker/cli-plugins.
import { readFileSync } from "node:fs";

/** Options of docker itself that stand before the plug-in's name, with the variable that says the same to whatever asks the engine. */
const variables = new Map([
  ["--config", "DOCKER_CONFIG"],
  ["--context", "DOCKER_CONTEXT"],
  ["-c", "DOCKER_CONTEXT"],
  ["--host", "DOCKER_HOST"],
  ["-H", "DOCKER_HOST"],
  ["--log-level", undefined],
  ["-l", undefined],
]);
const switches = new Map([
  ["--debug", undefined],
  ["-D", undefined],
  ["--tlsverify", "DOCKER_TLS_VERIFY"],
]);

const words = process.argv.slice(2);
if (words[0] === "docker-cli-plugin-metadata") {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const metadata = {
    SchemaVersion: "0.1.0",
    Vendor: "hullproof",
    Version: version,
    ShortDescription: "Container hardening with proof",
  };
  process.stdout.write(`${JSON.stringify(metadata)}\n`);
} else {
  const own = argumentsOf(words);
  if (own === undefined) {
    process.stderr.write(
      "docker-hullproof is a plug-in of docker.\n  Link it into ~/.docker/cli-plugins and call `docker hullproof`, or call `hullproof`.\n",
    );
    process.exitCode = 2;
  } else {
    process.argv.splice(2, words.length, ...own);
    await import("./hullproof.js");
  }
}

/** What stands behind the plug-in's name; options of docker before it are kept as variables. Undefined where the name does not stand. */
function argumentsOf(all) {
  for (let at = 0; at < all.length; at++) {
    const word = all[at];
    if (word === "hullproof") return all.slice(at + 1);
    // `docker help hullproof`
    if (word === "help" && all[at + 1] === "hullproof") return ["--help"];
    const [name, given] = word.startsWith("--") && word.includes("=") ? word.split(/=(.*)/s) : [word];
    if (variables.has(name)) keep(variables.get(name), given === undefined ? all[++at] : given);
    else if (switches.has(name)) keep(switches.get(name), given === "false" ? "" : "1");
    else return undefined;
  }
  return undefined;
}

function keep(variable, value) {
  if (variable === undefined || value === undefined) return;
  process.env[variable] = value;
  // As docker has it: a host that is named wins over a context.
  if (variable === "DOCKER_HOST") delete process.env.DOCKER_CONTEXT;
}
