import { defineRule } from "../rule.ts";
import { programFinding } from "../shared/program-finding.ts";

export default defineRule({
  id: "cleanup/network-tools",
  title: "Network tools in the image",
  why:
    "Who gets a command to run in a container next wants to fetch tools and to open a way back: curl, wget and netcat are what public exploits call, nmap and tcpdump look around in the network. " +
    "A program that does its own networking needs none of them, and a health check can be a few lines in the program's own language.",
  severity: "info",
  needs: ["programs"],
  fix: "none",
  also: ["cis-docker/4.3"],
  examples: [
    {
      kind: "image",
      bad: { image: { programs: [{ kind: "downloader", path: "/usr/bin/curl", layer: 2 }] } },
      good: { image: { programs: [{ kind: "shell", path: "/usr/bin/dash", layer: 0 }] } },
    },
  ],
  *check({ programs }) {
    yield* programFinding(programs, ["downloader", "netcat", "network-scanner"], "that fetch, listen or scan");
  },
});
