import type { Service } from "./harness/service.ts";

export default {
  packages: ["slapd", "ldap-utils"],
  setup: "mkdir -p /run/slapd\nchown openldap:openldap /run/slapd",
  command: ["sh", "-c", "ulimit -n 1024; exec slapd -h ldap:/// -u openldap -g openldap -d 0"],
  volumes: ["/var/lib/ldap"],
  ports: [389],
  flags: [
    "--port",
    "389",
    "--exec",
    "ldapsearch -x -H ldap://127.0.0.1 -s base -b '' namingContexts",
    "--exec",
    "slapcat -b dc=nodomain",
  ],
  probes: [{ kind: "client", script: "ldapsearch -x -H ldap://$HOST -s base -b '' namingContexts | grep -q nodomain" }],
  // The shell compares: grep is no part of the service.
  periodic: 'case "$(slapcat -b dc=nodomain)" in *nodomain*) ;; *) exit 1 ;; esac',
  known: { tmpfs: ["/run/slapd:mode=1777"], user: { user: "openldap", tmpfs: ["/run/slapd:mode=1777"] } },
} satisfies Service;
