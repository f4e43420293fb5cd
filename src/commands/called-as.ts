/** The command that started hullproof, so that printed commands can be copied: with npx it is not on the path. */
export function calledAs(env: Readonly<Record<string, string | undefined>>): string {
  // docker sets it for its plug-ins (docker/cli, cli-plugins/manager).
  if (env["DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"]) return "docker hullproof";
  return env["npm_command"] === "exec" ? "npx hullproof" : "hullproof";
}
