"use strict";
// What docker says to a plug-in (cli-plugins/manager and cli-plugins/plugin of docker/cli): it asks for its metadata, and calls it with all of its own
// arguments, the plug-in's name among them.

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

/**
 * Puts hullproof's own arguments in place of docker's, and keeps docker's options as variables. False where that is all: the metadata were asked for and
 * written, or it was called otherwise than docker does, which is said.
 */
exports.takeDockersPlace = ({ argv, env, stdout, stderr }, version, how) => {
  const words = argv.slice(2);
  if (words[0] === "docker-cli-plugin-metadata") {
    const metadata = {
      SchemaVersion: "0.1.0",
      Vendor: "hullproof",
      Version: version,
      ShortDescription: "Container hardening with proof",
    };
    stdout.write(`${JSON.stringify(metadata)}\n`);
    return false;
  }
  const own = argumentsOf(words, env);
  if (own === undefined) {
    stderr.write(`docker-hullproof is a plug-in of docker.\n  ${how}\n`);
    process.exitCode = 2;
    return false;
  }
  argv.splice(2, words.length, ...own);
  return true;
};

/** What stands behind the plug-in's name. Undefined where the name does not stand. */
function argumentsOf(all, env) {
  for (let at = 0; at < all.length; at++) {
    const word = all[at];
    if (word === "hullproof") return all.slice(at + 1);
    // `docker help hullproof`
    if (word === "help" && all[at + 1] === "hullproof") return ["--help"];
    const [name, given] = word.startsWith("--") && word.includes("=") ? word.split(/=(.*)/s) : [word];
    if (variables.has(name)) keep(env, variables.get(name), given === undefined ? all[++at] : given);
    else if (switches.has(name)) keep(env, switches.get(name), given === "false" ? "" : "1");
    else return undefined;
  }
  return undefined;
}

function keep(env, variable, value) {
  if (variable === undefined || value === undefined) return;
  env[variable] = value;
  // As docker has it: a host that is named wins over a context.
  if (variable === "DOCKER_HOST") delete env.DOCKER_CONTEXT;
}
