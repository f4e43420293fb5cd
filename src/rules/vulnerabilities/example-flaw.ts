import type { Flaw } from "../../vulnerabilities/vulnerabilities-fact.ts";

/** A vulnerability as the examples of rules show it. */
export const exampleFlaw: Flaw = {
  id: "CVE-2023-5678",
  aliases: [],
  purl: "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64",
  name: "libssl3",
  source: "openssl",
  installed: "3.0.11-1~deb12u1",
  fixedIn: "3.0.13-1~deb12u1",
  status: "fixed",
  severity: "high",
  severitySource: "debian-tracker",
  sources: ["debian-tracker"],
  layer: 0,
  path: "/var/lib/dpkg/status",
  evidence: "debian-tracker: openssl is affected before 3.0.13-1~deb12u1, 3.0.11-1~deb12u1 is installed",
};
