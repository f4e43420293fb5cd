/**
 * NVD's product names for components in Bitnami's records, where they differ from the component's name. From the CPEs
 * of the records at github.com/bitnami/vulndb, commit 0054d6e3bacc of 2026-08-05; a record without a CPE of its
 * component is about something else.
 */
export const bitnamiProducts: ReadonlyMap<string, readonly string[]> = new Map([
  ["apache", ["http_server"]],
  ["apr", ["portable_runtime"]],
  ["argo-cd", ["argo_continuous_delivery"]],
  ["azure-cli", ["azure_command-line_interface"]],
  ["bpftool", ["libbpf"]],
  ["checkov", ["bridgecrew_checkov"]],
  ["docker-cli", ["command_line_interface"]],
  ["dotnet", [".net"]],
  ["dotnet-sdk", [".net"]],
  ["elk", ["kibana"]],
  ["flux", ["flux2"]],
  ["git-lfs", ["git_large_file_storage"]],
  ["golang", ["go"]],
  ["hubble-relay", ["cilium"]],
  ["hyperledger-fabric-orderer", ["fabric"]],
  ["java", ["libericajdk", "jdk", "openjdk", "jre"]],
  ["java-min", ["libericajdk", "jdk", "openjdk", "jre"]],
  ["jre", ["libericajre", "jdk", "openjdk"]],
  ["keydb", ["redis"]],
  ["libphp", ["php"]],
  ["libpython", ["python"]],
  ["modsecurity2", ["modsecurity"]],
  ["mysql-client", ["mariadb"]],
  ["nats", ["nats_server"]],
  ["node", ["node.js"]],
  ["node-min", ["node.js"]],
  ["parse", ["parse-server"]],
  ["sass", ["libsass"]],
  ["valkey", ["redis"]],
  ["varnish", ["varnish_cache"]],
]);

/**
 * Kinds of software (`target_sw`) that share a product's name but are different: phone apps, editor extensions, and
 * for some components the library or plug-in of that name.
 */
export const otherSoftware: ReadonlyMap<string, readonly string[]> = new Map([
  ["", ["android", "iphone_os", "ipados", "visual_studio_code"]],
  ["git", ["ruby"]],
  ["gitea", ["jenkins"]],
]);
